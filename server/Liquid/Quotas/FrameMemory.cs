using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Liquid.Quotas;

/// <summary>
/// Counts the bytes that frames take between their first byte and the commit: those of each space, and of all. Without it, a
/// thousand connections that each say a large frame slowly would take all memory there is.
/// </summary>
internal sealed class FrameMemory(IOptions<LiquidOptions> options)
{
    private readonly ConcurrentDictionary<string, long> _spaces = new(StringComparer.Ordinal);
    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Takes so many bytes; otherwise says which option allows no more.</summary>
    public bool TryTake(string space, int bytes, out string limit)
    {
        if (Interlocked.Add(ref _bytes, bytes) > options.Value.MaxReceivingBytes)
        {
            Interlocked.Add(ref _bytes, -bytes);
            limit = nameof(LiquidOptions.MaxReceivingBytes);
            return false;
        }

        limit = nameof(LiquidOptions.MaxReceivingBytesPerSpace);
        if (_spaces.AddOrUpdate(space, bytes, (_, held) => held + bytes) > options.Value.MaxReceivingBytesPerSpace)
        {
            GiveBack(space, bytes);
            return false;
        }

        return true;
    }

    public void GiveBack(string space, int bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        if (_spaces.AddOrUpdate(space, -bytes, (_, held) => held - bytes) == 0)
        {
            // Unless somebody has taken some meanwhile.
            _spaces.TryRemove(new(space, 0));
        }
    }
}
