using Microsoft.Extensions.Options;

namespace Liquid.Log;

/// <summary>Counts the bytes that the recent entries of all spaces take together.</summary>
internal sealed class RecentMemory(IOptions<LiquidOptions> options)
{
    private readonly long _most = options.Value.MaxRecentBytes;
    private readonly long _mostPerSpace = options.Value.MaxRecentBytesPerSpace;
    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether a space that has so many of them has to give some back.</summary>
    public bool IsFull(long bytesOfSpace) => Bytes > _most || bytesOfSpace > _mostPerSpace;

    public void Take(LogEntry entry) => Interlocked.Add(ref _bytes, entry.Frame.Length);

    public void GiveBack(LogEntry? entry) => Interlocked.Add(ref _bytes, -(entry?.Frame.Length ?? 0));
}
