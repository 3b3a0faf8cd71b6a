using System.Runtime.InteropServices;

namespace Liquid.Log;

/// <summary>
/// Entries in order of their numbers, each kept until as many readers as needed it are done with it. Its owner locks.
/// </summary>
internal sealed class EntryQueue
{
    private readonly List<Slot> _slots = [];
    private int _first;

    private struct Slot
    {
        public long Number;
        public LogEntry? Entry;
        public int Readers;
    }

    public int End => _slots.Count;

    public void Add(LogEntry entry, int readers) =>
        _slots.Add(new Slot { Number = entry.Number, Entry = entry, Readers = readers });

    /// <summary>The index of the first entry whose number is greater.</summary>
    public int IndexAfter(long number)
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

    public long NumberAt(int index) => _slots[index].Number;

    /// <summary>The entry, or <see langword="null"/> when nobody needs it any more.</summary>
    public LogEntry? EntryAt(int index) => _slots[index].Entry;

    /// <summary>One reader is done with the entries from one number (exclusive) to another; returns the bytes freed.</summary>
    public long Release(string reader, long after, long upTo)
    {
        var freed = 0L;
        var slots = CollectionsMarshal.AsSpan(_slots);
        for (var i = IndexAfter(after); i < slots.Length && slots[i].Number <= upTo; i++)
        {
            ref var slot = ref slots[i];
            if (slot.Entry is { } entry && entry.From != reader && --slot.Readers == 0)
            {
                freed += entry.Size;
                slot.Entry = null;
            }
        }

        Trim();
        return freed;
    }

    /// <summary>Drops what is too old; returns the bytes freed.</summary>
    public long Expire(DateTimeOffset now)
    {
        var freed = 0L;
        foreach (ref var slot in CollectionsMarshal.AsSpan(_slots))
        {
            if (slot.Entry is { } entry && entry.Expires <= now)
            {
                freed += entry.Size;
                slot.Entry = null;
            }
        }

        Trim();
        return freed;
    }

    private void Trim()
    {
        while (_first < _slots.Count && _slots[_first].Entry is null)
        {
            _first++;
        }

        if (_first > 16 && _first >= _slots.Count / 2)
        {
            _slots.RemoveRange(0, _first);
            _first = 0;
        }
    }
}
