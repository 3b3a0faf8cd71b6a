using Liquid.Log;
using Microsoft.Extensions.ObjectPool;

namespace Liquid.Connections;

/// <summary>What a delivery reads and writes at once. Only one that is at work has one: most connections wait most of the time.</summary>
internal sealed class DeliveryBatch : IResettable
{
    public const int Size = 16;

    private static readonly ObjectPool<DeliveryBatch> _pool = ObjectPool.Create<DeliveryBatch>();

    public LogEntry[] Entries { get; } = new LogEntry[Size];

    public List<OutgoingFrame> Frames { get; } = new(Size);

    public static DeliveryBatch Rent() => _pool.Get();

    public void Return() => _pool.Return(this);

    /// <summary>Nothing keeps alive what was delivered long ago.</summary>
    public bool TryReset()
    {
        Array.Clear(Entries);
        Frames.Clear();
        return true;
    }
}
