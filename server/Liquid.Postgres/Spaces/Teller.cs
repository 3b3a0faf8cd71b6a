using Liquid.Log;
using Liquid.Stores;

namespace Liquid.Postgres.Spaces;

/// <summary>Tells the follower of one space what happened, in order and without a gap. Only its space's pump calls it.</summary>
internal sealed class Teller(ISpaceFollower follower, long head, long revision)
{
    /// <summary>So far the newest migrations are known; older ones are no longer in the follower's memory.</summary>
    private const int MostKnown = 2048;

    private readonly Dictionary<(string From, string To), long> _latest = [];
    private readonly Queue<((string From, string To) Pair, long Number)> _order = new();

    /// <summary>The generations that this node has given and nobody took over.</summary>
    private readonly Dictionary<string, long> _own = new(StringComparer.Ordinal);

    /// <summary>Everything up to this number was told.</summary>
    public long Head { get; private set; } = head;

    public long Revision { get; private set; } = revision;

    /// <summary>From where on messages are to be read: while nobody reads the space here, from nowhere.</summary>
    public (long Head, long Revision) Wanted => (follower.HasReaders ? Head : long.MaxValue, Revision);

    /// <summary>
    /// Tells what other nodes did. Returns those that stand in the store as connected to this node, though it knows of no such
    /// connection: their commit was uncertain, and nobody was welcomed.
    /// </summary>
    public IReadOnlyList<InstanceRecord> Tell(SpaceNews news, long node, DateTimeOffset now)
    {
        var strays = new List<InstanceRecord>();
        foreach (var change in news.Changes)
        {
            if (change.Record is not { } record)
            {
                _own.Remove(change.Id);
                follower.Forgotten(change.Id);
            }
            else if (change.Node != node)
            {
                if (_own.GetValueOrDefault(change.Id) < record.Generation)
                {
                    _own.Remove(change.Id);
                }

                follower.Changed(record);
            }
            else if (_own.GetValueOrDefault(change.Id) != record.Generation)
            {
                var stray = record with { LastSeen = now };
                strays.Add(stray);
                follower.Changed(stray);
            }
        }

        Revision = news.Revision;
        foreach (var (entry, supersedes) in news.Messages)
        {
            Tell(new Commit(entry, supersedes ? Supersede(entry) : 0));
        }

        if (news.Messages.Count == 0)
        {
            Skip(news.Head);
        }

        Head = news.Head;
        return strays;
    }

    /// <summary>Tells what this node committed, or that it is in the store, if something before it was not told yet.</summary>
    public void Tell(SpaceDraft draft, bool isComplete)
    {
        if (isComplete)
        {
            foreach (var commit in draft.Commits)
            {
                if (draft.Added.TryGetValue(commit.Entry.Number, out var added) && added.Submission.Supersedes)
                {
                    Supersede(commit.Entry);
                }

                Tell(commit);
            }

            Head = draft.Head;
        }
        else
        {
            Skip(draft.Head);
        }

        Revision = draft.Revision;
    }

    /// <summary>This node let a connection speak for an instance.</summary>
    public void Admitted(string instance, long generation) => _own[instance] = generation;

    public void LostLease()
    {
        _own.Clear();
        follower.LostLease();
    }

    public void KeptLease() => follower.Skipped(Head);

    public void Closed() => follower.Closed();

    private void Tell(Commit commit)
    {
        follower.Committed(commit);
        Head = commit.Entry.Number;
    }

    private void Skip(long number)
    {
        if (number > Head)
        {
            Head = number;
            follower.Skipped(number);
        }
    }

    /// <summary>
    /// The older one that was told, though others between them may not have been: they were superseded before this node
    /// looked.
    /// </summary>
    private long Supersede(LogEntry entry)
    {
        var pair = (entry.From, entry.To);
        var older = _latest.GetValueOrDefault(pair);
        _latest[pair] = entry.Number;
        _order.Enqueue((pair, entry.Number));
        if (_order.Count > MostKnown && _order.Dequeue() is var oldest && _latest.GetValueOrDefault(oldest.Pair) == oldest.Number)
        {
            _latest.Remove(oldest.Pair);
        }

        return older;
    }
}
