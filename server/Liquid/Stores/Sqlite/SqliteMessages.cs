using Liquid.Log;
using Liquid.Messages;

namespace Liquid.Stores.Sqlite;

/// <summary>The log: what is appended and read.</summary>
internal static class SqliteMessages
{
    /// <summary>What one read brings into memory, unless a single message is larger.</summary>
    private const long MostBytes = 1024 * 1024;

    public static Appended Append(
        SqliteSession session, string space, Submission submission, SoonWrites soon, LiquidOptions options, DateTimeOffset now)
    {
        var send = submission.Send;
        var key = session.OpenKeyOf(space);
        var (isInstance, answer) = Source(session, key, submission);
        if (answer is not null)
        {
            return new(new AppendResult.Repeated(answer with { Lacks = SqliteBases.Lacked(session, key, send.Base) }));
        }

        var isBroadcast = send.To == EnvelopeRules.Everyone;
        if (!isBroadcast && !IsKnown(session, key, send.To))
        {
            return new(new AppendResult.UnknownTarget());
        }

        var room = Look(session, key, submission);
        if (room.WhatIsFull(submission, options) is not null)
        {
            // What was applied and not written yet may make room.
            soon.WriteTo(session);
            room = Look(session, key, submission);
            if (room.WhatIsFull(submission, options) is { } option)
            {
                return new(new AppendResult.Full(option));
            }
        }

        var number = room.Head + 1;
        var targets = !isBroadcast ? 1 : isInstance ? room.Instances - 1 : room.Instances;
        var sent = new Sent(send.Id, number, targets, submission.Online);
        session.Execute(SqliteText.SetHead, key, number);
        session.Execute(SqliteText.Accept, key, submission.From, send.Id, number, targets, submission.Online, send.Base);
        if (targets == 0)
        {
            return new(new AppendResult.Committed(sent));
        }

        sent = sent with { Lacks = SqliteBases.Lacked(session, key, send.Base) };
        return new(new AppendResult.Committed(sent), Add(session, key, submission, number, room.Older, now));
    }

    public static IReadOnlyList<LogEntry> Read(
        SqliteSession session, string space, string reader, long after, int most, DateTimeOffset now)
    {
        using var rows = session.Query(
            SqliteText.Read, session.KeyOf(space), reader, after, now.ToUnixTimeMilliseconds(), most);
        var entries = new List<LogEntry>();
        for (var bytes = 0L; bytes < MostBytes && rows.Read(); bytes += entries[^1].Frame.Length)
        {
            entries.Add(new LogEntry(
                rows.GetInt64(0),
                rows.GetString(1),
                rows.GetString(2),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(4)),
                rows.GetFieldValue<byte[]>(6),
                rows.GetBoolean(5)));
        }

        return entries;
    }

    public static bool IsUntidy(SqliteSession session, DateTimeOffset now)
    {
        using var row = session.Query(SqliteText.IsUntidy, now.ToUnixTimeMilliseconds());
        return row.Read() && row.GetBoolean(0);
    }

    public static bool Tidy(SqliteSession session, DateTimeOffset now)
    {
        session.Execute(SqliteText.RemoveExpired, now.ToUnixTimeMilliseconds());
        session.Execute(SqliteText.RemoveUnnamedBases);
        session.Execute(SqliteText.Shrink);
        return true;
    }

    private static Commit Add(
        SqliteSession session, long key, Submission submission, long number, long superseded, DateTimeOffset now)
    {
        if (superseded > 0)
        {
            session.Execute(SqliteText.RemoveMessage, key, superseded);
        }

        var entry = submission.Commit(number, now);
        session.Execute(
            SqliteText.AddMessage,
            key,
            number,
            entry.From,
            entry.To,
            submission.Supersedes,
            entry.At.ToUnixTimeMilliseconds(),
            entry.Expires.ToUnixTimeMilliseconds(),
            entry.IsBinary,
            entry.Frame.Length,
            entry.Frame.ToArray(),
            submission.Send.Base);
        return new Commit(entry, superseded);
    }

    /// <summary>Whether the source is an instance of the space, and the answer to what it has sent before.</summary>
    private static (bool IsInstance, Sent? Answer) Source(SqliteSession session, long key, Submission submission)
    {
        var id = submission.Send.Id;
        using var row = session.Query(SqliteText.Source, key, submission.From);
        return !row.Read() ? (false, null)
            : id > row.GetInt64(0) ? (true, null)
            : id < row.GetInt64(0) ? (true, new Sent(id))
            : (true, new Sent(id, row.GetInt64(1), row.GetInt32(2), row.GetInt32(3)));
    }

    private static bool IsKnown(SqliteSession session, long key, string instance)
    {
        using var row = session.Query(SqliteText.IsKnown, key, instance);
        return row.Read();
    }

    private static Room Look(SqliteSession session, long key, Submission submission)
    {
        var (older, size) = Older(session, key, submission);
        using var row = session.Query(SqliteText.Room, key);
        row.Read();
        return new Room(row.GetInt64(0), row.GetInt32(1), row.GetInt64(2) - size, row.GetInt64(3) - (older > 0 ? 1 : 0), older);
    }

    /// <summary>The message that this one makes worthless; zeros if there is none.</summary>
    private static (long Number, long Size) Older(SqliteSession session, long key, Submission submission)
    {
        if (!submission.Supersedes)
        {
            return default;
        }

        using var row = session.Query(SqliteText.Older, key, submission.From, submission.Send.To);
        return row.Read() ? (row.GetInt64(0), row.GetInt64(1)) : default;
    }

    /// <param name="Head">The newest number of the space.</param>
    /// <param name="Instances">How many instances it has.</param>
    /// <param name="Waiting">The bytes that wait in it, without what the new message supersedes.</param>
    /// <param name="Messages">How many these are.</param>
    /// <param name="Older">The number of what it supersedes, 0 for nothing.</param>
    private readonly record struct Room(long Head, int Instances, long Waiting, long Messages, long Older)
    {
        /// <summary>The option that leaves no room for the message.</summary>
        public string? WhatIsFull(Submission submission, LiquidOptions options) =>
            Waiting + submission.Frame.Size > options.MaxWaitingBytes ? nameof(LiquidOptions.MaxWaitingBytes)
            : Messages >= options.MaxWaitingMessages ? nameof(LiquidOptions.MaxWaitingMessages)
            : null;
    }

    /// <param name="Result">What became of the submission.</param>
    /// <param name="Commit">The new entry, if there is one.</param>
    internal readonly record struct Appended(AppendResult Result, Commit? Commit = null);
}
