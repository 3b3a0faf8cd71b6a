using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Log;

/// <summary>
/// The log of one space: messages in order of their numbers, and one cursor into it for each reader. Delivery is reading
/// forward from a cursor, live and after an absence alike; what is recent comes from memory, the rest from the store.
/// </summary>
internal sealed class SpaceLog(string space, SpaceRecord record, IStore store, RecentMemory memory, TimeProvider time)
{
    /// <summary>Long enough for every reader that keeps up, short enough that a burst does not stay in memory.</summary>
    private static readonly TimeSpan _recent = TimeSpan.FromSeconds(20);

    private readonly RecentEntries _entries = new(record.Head, memory);

    /// <summary>Names this life of the log; numbers of another epoch mean nothing here.</summary>
    public string Epoch => record.Epoch;

    /// <summary>
    /// What a reader's cursor says here: up to which number of this log it has applied everything, and whether all its numbers
    /// are of this log. Neither, if they come from a life of the log that was lost with what is newer than a copy of it.
    /// </summary>
    public (long Applied, bool IsOfThisLog) Place(string? epoch, long cursor) =>
        epoch == Epoch ? (cursor, true)
        : epoch is not null && record.Earlier?.TryGetValue(epoch, out var last) == true ? (Math.Min(cursor, last), cursor <= last)
        : (0, false);

    /// <summary>The number up to which readers here have been told of everything.</summary>
    public long Head => _entries.Head;

    /// <summary>Opens a reader's place, which is stored when this returns.</summary>
    /// <param name="reader">Who reads. A new one starts at the head: it hears nothing of what was before.</param>
    /// <param name="applied">What the reader says it has applied: counts unless it is beyond the log.</param>
    /// <param name="opened">Called in order with what else the space is told.</param>
    public ValueTask<Admission> OpenAsync(InstanceRecord reader, long applied, Action<ReaderPlace> opened) =>
        store.JoinAsync(space, reader, applied, opened);

    /// <summary>Commits a message, unless its target is unknown, it was committed before, or there is no room.</summary>
    public ValueTask<AppendResult> AppendAsync(Submission submission) => store.AppendAsync(space, submission);

    /// <summary>From now on readers can read it.</summary>
    public void Committed(Commit commit) => _entries.Add(commit);

    /// <summary>From now on readers can read up to there, though from the store alone.</summary>
    public void Skipped(long head) => _entries.Skip(head);

    /// <summary>
    /// Reads what is for a reader and above a number, in order, as much as fits: nothing while it is not known whether this node
    /// still speaks for the reader.
    /// </summary>
    /// <param name="reader">Who reads; messages of its own broadcasts are passed over.</param>
    /// <param name="after">The number behind which to start.</param>
    /// <param name="entries">Filled from its start.</param>
    /// <exception cref="StoreUnavailableException">Older messages are needed, and the store can't be read now.</exception>
    public ValueTask<ReadResult> ReadAsync(string reader, long after, Memory<LogEntry> entries) =>
        !store.MayDeliver ? new(new ReadResult(0, after, IsEnd: true))
        : _entries.TryRead(reader, after, time.GetUtcNow(), entries.Span, out var result, out var floor) ? new(result)
        : ReadOlderAsync(reader, after, floor, entries);

    /// <summary>Moves a reader's cursor forward: everything up to that number is applied. Never moves it back.</summary>
    public void Acknowledge(string reader, long generation, long cursor) =>
        store.Acknowledge(space, reader, generation, cursor);

    public void Describe(InstanceRecord reader) => store.Describe(space, reader);

    /// <summary>Removes a reader and what waited for it alone.</summary>
    public ValueTask ForgetAsync(string reader, long generation) => store.ForgetAsync(space, reader, generation);

    /// <summary>Gives back all memory: nobody reads here any more.</summary>
    public void Release() => _entries.DropBefore(DateTimeOffset.MaxValue);

    /// <summary>Gives back the memory of what is no longer recent.</summary>
    public void Tidy() => _entries.DropBefore(time.GetUtcNow() - _recent);

    private async ValueTask<ReadResult> ReadOlderAsync(string reader, long after, long floor, Memory<LogEntry> entries)
    {
        // Another node may have committed what this one has not heard of yet: first it hears who sent that.
        var head = _entries.Head;
        var older = await store.ReadAsync(space, reader, after, entries.Length);
        var count = 0;
        while (count < older.Count && older[count].Number <= head)
        {
            entries.Span[count] = older[count++];
        }

        // None of the older ones is for this reader; what is recent by now may be.
        return count > 0 ? new(count, older[count - 1].Number, IsEnd: false) : await ReadAsync(reader, floor, entries);
    }
}
