using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Liquid.Memory;

/// <summary>
/// The blocks of memory in which Kestrel's connections hold what they read and write. A broadcast of a large message takes many, of
/// which Kestrel lets a tenth go every ten seconds, too slowly to be gone when it has become quiet.
/// </summary>
internal sealed class TransportMemory
{
    private const int BlockBytes = 4096;

    /// <summary>One for each of the transport's queues, which are few, for as long as the server runs.</summary>
    private readonly ConcurrentDictionary<MemoryPool<byte>, bool> _pools = [];

    /// <summary>A connection uses it. A pool that is not Kestrel's own may want back what it lent, so it is left alone.</summary>
    public void Add(MemoryPool<byte> pool)
    {
        if (pool.GetType().Assembly == typeof(KestrelServerOptions).Assembly)
        {
            _pools.TryAdd(pool, true);
        }
    }

    /// <summary>Takes the blocks that nobody uses out of the pools, so that the next collection finds them.</summary>
    public void Release()
    {
        foreach (var (pool, _) in _pools)
        {
            while (RentsUsedOne(pool))
            {
            }
        }
    }

    /// <summary>What is lent and not given back is garbage. False when the pool had none left, and made a new one.</summary>
    private static bool RentsUsedOne(MemoryPool<byte> pool)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = pool.Rent();
        return GC.GetAllocatedBytesForCurrentThread() - before < BlockBytes;
    }
}
