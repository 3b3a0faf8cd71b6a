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

    /// <summary>Opens a reader's place, which is stored when this returns.</summary>
    /// <param name="reader">Who reads. A new one starts at the head: it hears nothing of what was before.</param>
    /// <param name="applied">What the reader says it has applied: counts unless it is beyond the log.</param>
    public ValueTask<ReaderPlace> OpenAsync(InstanceRecord reader, long applied) => store.JoinAsync(space, reader, applied);

    /// <summary>Commits a message, unless its target is unknown, it was committed before, or there is no room.</summary>
    /// <param name="submission">The message.</param>
    /// <param name="committed">Called in order of the numbers, when readers can read it.</param>
    public ValueTask<AppendResult> AppendAsync(Submission submission, Action<LogEntry> committed) =>
        store.AppendAsync(space, submission, commit =>
        {
            _entries.Add(commit);
            committed(commit.Entry);
        });

    /// <summary>Reads what is for a reader and above a number, in order, as much as fits.</summary>
    /// <param name="reader">Who reads; messages of its own broadcasts are passed over.</param>
    /// <param name="after">The number behind which to start.</param>
    /// <param name="entries">Filled from its start.</param>
    /// <exception cref="StoreUnavailableException">Older messages are needed, and the store can't be read now.</exception>
    public async ValueTask<ReadResult> ReadAsync(string reader, long after, Memory<LogEntry> entries)
    {
        ReadResult result;
        while (!_entries.TryRead(reader, after, time.GetUtcNow(), entries.Span, out result, out var floor))
        {
            var older = await store.ReadAsync(space, reader, after, entries.Length);
            if (older.Count > 0)
            {
                for (var i = 0; i < older.Count; i++)
                {
                    entries.Span[i] = older[i];
                }

                return new(older.Count, older[^1].Number);
            }

            after = floor;
        }

        return result;
    }

    /// <summary>Moves a reader's cursor forward: everything up to that number is applied. Never moves it back.</summary>
    public void Acknowledge(string reader, long cursor) => store.Acknowledge(space, reader, cursor);

    public void Describe(InstanceRecord reader) => store.Describe(space, reader);

    /// <summary>Removes a reader and what waited for it alone.</summary>
    public ValueTask ForgetAsync(string reader) => store.ForgetAsync(space, reader);

    /// <summary>Gives back the memory of what is no longer recent.</summary>
    public void Tidy() => _entries.DropBefore(time.GetUtcNow() - _recent);
}
