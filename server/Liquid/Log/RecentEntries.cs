namespace Liquid.Log;

/// <summary>
/// The newest entries of one space, in memory: whoever keeps up reads here alone. Older ones are in the store, so a reader
/// that falls behind costs nothing here.
/// </summary>
internal sealed class RecentEntries(long head, RecentMemory memory)
{
    private const int MostEntries = 1024;

    /// <summary>What one read brings, unless a single entry is larger: who does not read keeps no more of them in memory.</summary>
    private const int MostBytesRead = 128 * 1024;

    private readonly Lock _lock = new();
    private readonly List<Slot> _slots = [];
    private int _first;
    private long _floor = head;
    private long _head = head;
    private long _bytes;

    /// <param name="Number">Stays when the entry is gone, so that the slots stay in order.</param>
    /// <param name="Entry"><see langword="null"/> once it is superseded.</param>
    private readonly record struct Slot(long Number, LogEntry? Entry);

    /// <summary>The number up to which readers here have been told of everything.</summary>
    public long Head
    {
        get
        {
            lock (_lock)
            {
                return _head;
            }
        }
    }

    /// <summary>Whoever reads up to there asks the store: those entries were not brought here.</summary>
    public void Skip(long head)
    {
        lock (_lock)
        {
            while (_first < _slots.Count)
            {
                DropFirst();
            }

            Compact();
            _floor = _head = Math.Max(_head, head);
        }
    }

    public void Add(Commit commit)
    {
        lock (_lock)
        {
            Remove(commit.Superseded);
            _slots.Add(new Slot(commit.Entry.Number, commit.Entry));
            _head = commit.Entry.Number;
            _bytes += commit.Entry.Frame.Length;
            memory.Take(commit.Entry);
            while (_slots.Count - _first > MostEntries || (memory.IsFull(_bytes) && _first < _slots.Count))
            {
                DropFirst();
            }

            Compact();
        }
    }

    /// <summary>
    /// Reads what is for a reader and above a number, in order, as much as fits. False if older entries are needed: then the
    /// store has to be asked for those up to <paramref name="floor"/>.
    /// </summary>
    public bool TryRead(
        string reader, long after, DateTimeOffset now, Span<LogEntry> entries, out ReadResult result, out long floor)
    {
        lock (_lock)
        {
            floor = _floor;
            if (after < _floor)
            {
                result = default;
                return false;
            }

            var (count, bytes) = (0, 0L);
            for (var i = IndexAfter(after); i < _slots.Count; i++)
            {
                if (_slots[i].Entry is { } entry && entry.Expires > now && entry.IsFor(reader))
                {
                    if (count > 0 && bytes + entry.Frame.Length > MostBytesRead)
                    {
                        result = new(count, entries[count - 1].Number, IsEnd: false);
                        return true;
                    }

                    entries[count++] = entry;
                    bytes += entry.Frame.Length;
                    if (count == entries.Length)
                    {
                        result = new(count, entry.Number, IsEnd: false);
                        return true;
                    }
                }
            }

            result = new(count, _head, IsEnd: true);
            return true;
        }
    }

    /// <summary>Gives back the memory of what was committed before a time; who still needs it reads it from the store.</summary>
    public void DropBefore(DateTimeOffset time)
    {
        lock (_lock)
        {
            while (_first < _slots.Count && (_slots[_first].Entry is not { } entry || entry.At < time))
            {
                DropFirst();
            }

            Compact();
        }
    }

    private void DropFirst()
    {
        var (number, entry) = _slots[_first];
        _slots[_first++] = default;
        _floor = number;
        GiveBack(entry);
    }

    private void Remove(long number)
    {
        var index = IndexAfter(number - 1);
        if (index < _slots.Count && _slots[index].Number == number)
        {
            GiveBack(_slots[index].Entry);
            _slots[index] = new Slot(number, null);
        }
    }

    private void GiveBack(LogEntry? entry)
    {
        _bytes -= entry?.Frame.Length ?? 0;
        memory.GiveBack(entry);
    }

    /// <summary>The index of the first entry whose number is greater.</summary>
    private int IndexAfter(long number)
    {
        int low = _first, high = _slots.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_slots[middle].Number <= number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void Compact()
    {
        if (_first > 16 && _first >= _slots.Count / 2)
        {
            _slots.RemoveRange(0, _first);
            _first = 0;
        }
    }
}
