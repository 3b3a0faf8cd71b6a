using Liquid.Log;
using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres.Spaces;

/// <summary>What other nodes brought about in a space since this one last looked.</summary>
/// <param name="Head">Everything up to this number is among the messages.</param>
/// <param name="IsComplete">Whether that is all there was. Otherwise there is more than one portion.</param>
/// <param name="Messages">In order; with each, whether it supersedes older ones.</param>
/// <param name="Revision">Everything up to this revision is among the changes.</param>
/// <param name="Changes">In order.</param>
internal sealed record SpaceNews(
    long Head,
    bool IsComplete,
    IReadOnlyList<(LogEntry Entry, bool Supersedes)> Messages,
    long Revision,
    IReadOnlyList<SpaceNews.Change> Changes)
{
    private const int MostMessages = 512;
    private const int MostBytes = 4 * 1024 * 1024;

    /// <param name="Id">Who came, changed or departed.</param>
    /// <param name="Record">As stored now; <see langword="null"/> for who departed.</param>
    /// <param name="Node">To which node it is connected.</param>
    internal readonly record struct Change(string Id, InstanceRecord? Record, long? Node);

    /// <summary>
    /// Messages before changes: so whoever sent one of the messages is among the changes, or was known before.
    /// </summary>
    public static void AddTo(NpgsqlBatch batch, long space, long head, long revision)
    {
        batch.BatchCommands.Add(Statement.Of(PostgresText.Since, space, head, MostMessages, MostBytes));
        batch.BatchCommands.Add(Statement.Of(PostgresText.Changes, space, revision));
    }

    /// <summary>Reads from the result of the first of the two statements on; <see langword="null"/> if there is no such space.</summary>
    public static async Task<SpaceNews?> ReadAsync(NpgsqlDataReader reader)
    {
        if (!await reader.ReadAsync())
        {
            return null;
        }

        var (head, messages, bytes) = (reader.GetInt64(0), new List<(LogEntry, bool)>(), 0L);
        if (!reader.IsDBNull(1))
        {
            do
            {
                var entry = new LogEntry(
                    reader.GetInt64(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.GetFieldValue<DateTimeOffset>(4),
                    reader.GetFieldValue<DateTimeOffset>(5),
                    reader.GetFieldValue<byte[]>(8),
                    reader.GetBoolean(6));
                messages.Add((entry, reader.GetBoolean(7)));
                bytes += entry.Frame.Length;
            }
            while (await reader.ReadAsync());
        }

        if (!await reader.NextAsync())
        {
            return null;
        }

        var (revision, changes) = (reader.GetInt64(0), new List<Change>());
        if (!reader.IsDBNull(1))
        {
            do
            {
                changes.Add(ReadChange(reader));
            }
            while (await reader.ReadAsync());
        }

        var isComplete = messages.Count < MostMessages && bytes < MostBytes;
        return new SpaceNews(isComplete ? head : messages[^1].Item1.Number, isComplete, messages, revision, changes);
    }

    private static Change ReadChange(NpgsqlDataReader reader)
    {
        var id = reader.GetString(1);
        if (reader.IsDBNull(2))
        {
            return new Change(id, null, null);
        }

        var node = reader.GetNullableInt64(6);
        return new Change(
            id,
            new InstanceRecord(
                id,
                reader.GetFieldValue<byte[]>(2),
                reader.GetString(3),
                reader.GetString(4),
                node is null ? reader.GetNullableTime(5) ?? DateTimeOffset.UnixEpoch : null,
                reader.GetInt64(7),
                reader.GetNullableString(8)),
            node);
    }
}
