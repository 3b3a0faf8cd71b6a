using Microsoft.Extensions.Options;

namespace Liquid.Log;

/// <summary>Counts the bytes that the recent entries of all spaces take together.</summary>
internal sealed class RecentMemory(IOptions<LiquidOptions> options)
{
    private readonly long _most = options.Value.MaxRecentBytes;
    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    public bool IsFull => Bytes > _most;

    public void Take(LogEntry entry) => Interlocked.Add(ref _bytes, entry.Frame.Length);

    public void GiveBack(LogEntry? entry) => Interlocked.Add(ref _bytes, -(entry?.Frame.Length ?? 0));
}
