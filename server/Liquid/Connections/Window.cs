using Liquid.Log;

namespace Liquid.Connections;

/// <summary>
/// What was delivered to a connection and is not acknowledged yet. When it is full, delivery waits: a page that is slow to
/// apply is not buried, and what a newer migration supersedes meanwhile never goes out.
/// </summary>
internal sealed class Window(LiquidOptions options)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Number, int Bytes)> _open = new();
    private long _bytes;

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return IsFullNow;
            }
        }
    }

    private bool IsFullNow => _open.Count >= options.MaxUnacknowledged || _bytes >= options.MaxUnacknowledgedBytes;

    /// <summary>Takes entries in until it is full; returns how many.</summary>
    public int Take(ReadOnlySpan<LogEntry> entries)
    {
        var count = 0;
        lock (_lock)
        {
            for (; count < entries.Length && !IsFullNow; count++)
            {
                _open.Enqueue((entries[count].Number, entries[count].Frame.Length));
                _bytes += entries[count].Frame.Length;
            }
        }

        return count;
    }

    /// <summary>True if delivery may have waited for it.</summary>
    public bool Acknowledge(long cursor)
    {
        lock (_lock)
        {
            var wasFull = IsFullNow;
            while (_open.TryPeek(out var first) && first.Number <= cursor)
            {
                _bytes -= _open.Dequeue().Bytes;
            }

            return wasFull;
        }
    }
}
