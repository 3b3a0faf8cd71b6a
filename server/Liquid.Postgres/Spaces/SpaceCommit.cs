using Npgsql;

namespace Liquid.Postgres.Spaces;

/// <summary>
/// The two round trips of one commit. The first takes the lock on the space, writes what needs no answer and reads what the
/// works need; the second writes what they made of it, and commits.
/// </summary>
internal static class SpaceCommit
{
    /// <summary>Begins; <see langword="null"/> if there is no such space.</summary>
    public static async Task<SpaceNews?> BeginAsync(
        NpgsqlConnection connection, long space, (long Head, long Revision) told, SpaceGroup group, long node, SpaceDraft draft)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresText.Begin));
        batch.BatchCommands.Add(Statement.Of(PostgresText.Lock, space));

        // Before this node's own changes, which it needs not be told.
        SpaceNews.AddTo(batch, space, told.Head, told.Revision);
        group.Soon.AddTo(batch, space);
        if (group.Forgets.Count > 0)
        {
            batch.BatchCommands.Add(Statement.Of(
                PostgresText.Forget,
                space,
                group.Forgets.Select(work => work.Instance).ToArray(),
                group.Forgets.Select(work => work.Generation).ToArray()));
        }

        if (group.Soon.MovesCursors || group.Forgets.Count > 0)
        {
            batch.BatchCommands.Add(Statement.Of(PostgresText.RemoveAppliedByAll, space));
        }

        var migrations = group.Appends.Select(work => work.Submission).Where(submission => submission.Supersedes).ToList();
        batch.BatchCommands.Add(Statement.Of(PostgresText.RoomToWrite, space, draft.MostMessages));
        batch.BatchCommands.Add(Statement.Of(PostgresText.IsAlive, node));
        batch.BatchCommands.Add(Statement.Of(PostgresText.Rows, space, group.Names().Distinct().ToArray()));
        batch.BatchCommands.Add(Statement.Of(
            PostgresText.Older,
            space,
            migrations.Select(submission => submission.From).ToArray(),
            migrations.Select(submission => submission.Send.To).ToArray()));
        batch.BatchCommands.Add(Statement.Of(
            PostgresText.BasesThere,
            space,
            group.Appends.Select(work => work.Submission.Send.Base).OfType<string>().Distinct().ToArray()));

        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        if (await SpaceNews.ReadAsync(reader) is not { } news)
        {
            return null;
        }

        await draft.ReadAsync(reader);
        return news;
    }

    public static async Task EndAsync(NpgsqlConnection connection, long space, SpaceDraft draft)
    {
        await using var batch = connection.CreateBatch();
        if (!draft.IsUnchanged)
        {
            AddMessages(batch, space, draft);
            AddInstances(batch, space, draft);
            batch.BatchCommands.Add(Statement.Of(
                PostgresText.SetRoom, space, draft.Head, draft.Revision, draft.Instances, draft.Waiting));
        }

        if (draft.Moved.Count > 0)
        {
            batch.BatchCommands.Add(Statement.Of(PostgresText.RemoveApplied, space, draft.Moved.ToArray()));
            batch.BatchCommands.Add(Statement.Of(PostgresText.RemoveAppliedByAll, space));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresText.Commit));
        await batch.ExecuteNonQueryAsync();
    }

    private static void AddMessages(NpgsqlBatch batch, long space, SpaceDraft draft)
    {
        if (draft.Removed.Count > 0)
        {
            batch.BatchCommands.Add(Statement.Of(PostgresText.RemoveMessages, space, draft.Removed.ToArray()));
        }

        if (draft.Added.Count > 0)
        {
            var added = draft.Added.Values;
            batch.BatchCommands.Add(Statement.Of(
                PostgresText.AddMessages,
                space,
                added.Select(message => message.Entry.Number).ToArray(),
                added.Select(message => message.Entry.From).ToArray(),
                added.Select(message => message.Entry.To).ToArray(),
                added.Select(message => message.Submission.Supersedes).ToArray(),
                added.Select(message => message.Entry.At).ToArray(),
                added.Select(message => message.Entry.Expires).ToArray(),
                added.Select(message => message.Entry.IsBinary).ToArray(),
                added.Select(message => message.Entry.Frame.Length).ToArray(),
                added.Select(message => message.Entry.Frame).ToArray(),
                added.Select(message => message.Submission.Send.Base).ToArray()));
        }
    }

    private static void AddInstances(NpgsqlBatch batch, long space, SpaceDraft draft)
    {
        // Before the answers: a source may have joined within this commit.
        if (draft.Joined.Count > 0)
        {
            var joined = draft.Joined;
            batch.BatchCommands.Add(Statement.Of(
                PostgresText.Join,
                space,
                joined.Select(row => row.Id).ToArray(),
                joined.Select(row => row.KeyHash).ToArray(),
                joined.Select(row => row.Name).ToArray(),
                joined.Select(row => row.Page).ToArray(),
                joined.Select(row => row.Kind).ToArray(),
                joined.Select(row => row.Cursor).ToArray(),
                joined.Select(row => row.Generation).ToArray(),
                joined.First().Node));
        }

        if (draft.Accepted.Count > 0)
        {
            var accepted = draft.Accepted;
            batch.BatchCommands.Add(Statement.Of(
                PostgresText.Accept,
                space,
                accepted.Select(row => row.Id).ToArray(),
                accepted.Select(row => row.Answer.Id).ToArray(),
                accepted.Select(row => row.Answer.Number!.Value).ToArray(),
                accepted.Select(row => row.Answer.Targets!.Value).ToArray(),
                accepted.Select(row => row.Answer.Online!.Value).ToArray(),
                accepted.Select(row => row.Base).ToArray()));
        }
    }
}
