using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres.Spaces;

/// <summary>
/// What stands in the rows of a space that the works of one commit touch, read under its lock, and what they make of it. Each
/// work sees what those before it did.
/// </summary>
internal sealed class SpaceDraft(long node, LiquidOptions options, DateTimeOffset now)
{
    private readonly Dictionary<string, InstanceRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), (long Number, long Size)> _latest = [];
    private readonly HashSet<string> _bases = new(StringComparer.Ordinal);

    public long Head { get; private set; }

    public long Revision { get; private set; }

    public int Instances { get; private set; }

    public long Waiting { get; private set; }

    public bool IsNodeAlive { get; private set; }

    /// <summary>Messages that were stored before and are superseded.</summary>
    public List<long> Removed { get; } = [];

    public SortedDictionary<long, (Submission Submission, LogEntry Entry)> Added { get; } = [];

    /// <summary>All new entries in order, also those that others among them supersede.</summary>
    public List<Commit> Commits { get; } = [];

    public HashSet<InstanceRow> Accepted { get; } = [];

    public HashSet<InstanceRow> Joined { get; } = [];

    /// <summary>Those whose cursor a join moved.</summary>
    public List<string> Moved { get; } = [];

    public bool IsUnchanged => Commits.Count == 0 && Accepted.Count == 0 && Joined.Count == 0 && !_isChanged;

    private bool _isChanged;

    public long MostMessages => options.MaxWaitingMessages;

    /// <summary>How many messages wait.</summary>
    public long Messages { get; private set; }

    /// <summary>Reads the results of <see cref="PostgresText.RoomToWrite"/> and what follows it.</summary>
    public async Task ReadAsync(NpgsqlDataReader reader)
    {
        await reader.NextAsync();
        (Head, Revision, Instances, Waiting, Messages) =
            (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetInt64(4));
        IsNodeAlive = await reader.NextAsync();
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var row = InstanceRow.Read(reader);
            _rows[row.Id] = row;
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            _latest[(reader.GetString(0), reader.GetString(1))] = (reader.GetInt64(2), reader.GetInt32(3));
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            _bases.Add(reader.GetString(0));
        }
    }

    public AppendResult Append(Submission submission)
    {
        var send = submission.Send;
        var source = _rows.GetValueOrDefault(submission.From);
        if (submission.Generation > 0 && WhyEnded(source, submission.Generation) is { } reason)
        {
            return new AppendResult.Ended(reason);
        }

        if (source is not null && send.Id <= source.Answer.Id)
        {
            var known = send.Id == source.Answer.Id ? source.Answer : new Sent(send.Id);
            return new AppendResult.Repeated(known with { Lacks = Lacks(send) });
        }

        var isBroadcast = send.To == EnvelopeRules.Everyone;
        if (!isBroadcast && !_rows.ContainsKey(send.To))
        {
            return new AppendResult.UnknownTarget();
        }

        var older = submission.Supersedes ? _latest.GetValueOrDefault((submission.From, send.To)) : default;
        if (Waiting - older.Size + submission.Frame.Size > options.MaxWaitingBytes)
        {
            return new AppendResult.Full(nameof(LiquidOptions.MaxWaitingBytes));
        }

        if (Messages - (older.Number > 0 ? 1 : 0) >= options.MaxWaitingMessages)
        {
            return new AppendResult.Full(nameof(LiquidOptions.MaxWaitingMessages));
        }

        var targets = !isBroadcast ? 1 : source is null ? Instances : Instances - 1;
        var answer = new Sent(send.Id, ++Head, targets, submission.Online);
        _isChanged = true;
        if (source is not null)
        {
            source.Accept(answer, send.Base);
            Accepted.Add(source);
        }

        if (targets == 0)
        {
            return new AppendResult.Committed(answer);
        }

        Add(submission, older);
        return new AppendResult.Committed(answer with { Lacks = Lacks(send) });
    }

    /// <summary>Who may join gets its place; otherwise says why not.</summary>
    public Admission Join(JoinWork work)
    {
        var instance = work.Instance;
        if (!_rows.TryGetValue(instance.Id, out var row))
        {
            if (Instances >= options.MaxInstancesPerSpace)
            {
                return new Admission.Full();
            }

            _rows[instance.Id] = row = new InstanceRow(instance.Id, instance.KeyHash) { Cursor = Head };
            Instances++;
        }
        else if (!row.KeyHash.AsSpan().SequenceEqual(instance.KeyHash))
        {
            return new Admission.WrongKey();
        }

        if (work.Applied > row.Cursor && work.Applied <= Head)
        {
            row.Cursor = work.Applied;
            Moved.Add(row.Id);
        }

        (row.Name, row.Page, row.Kind) = (instance.Name, instance.Page, instance.Kind);
        (row.Node, row.Generation) = (node, ++Revision);
        Joined.Add(row);
        return new Admission.Admitted(new ReaderPlace(row.Cursor, row.Answer.Id, row.Generation, row.Lacks));
    }

    private CloseReason? WhyEnded(InstanceRow? source, long generation) =>
        source is null ? CloseReason.Removed
        : source.Generation != generation ? CloseReason.Replaced
        : source.Node != node ? CloseReason.LostLease
        : null;

    private string? Lacks(Send send) => send.Base is { } named && !_bases.Contains(named) ? named : null;

    private void Add(Submission submission, (long Number, long Size) older)
    {
        if (older.Number > 0 && !Added.Remove(older.Number))
        {
            Removed.Add(older.Number);
        }

        var entry = submission.Commit(Head, now);
        Added.Add(entry.Number, (submission, entry));
        Commits.Add(new Commit(entry, older.Number));
        Waiting += entry.Frame.Length - older.Size;
        Messages += older.Number > 0 ? 0 : 1;
        if (submission.Supersedes)
        {
            _latest[(entry.From, entry.To)] = (entry.Number, entry.Frame.Length);
        }
    }
}
