using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres;

/// <summary>What waits: for a reader, and altogether.</summary>
internal static class PostgresMessages
{
    /// <summary>What one read brings into memory, unless a single message is larger.</summary>
    private const long MostBytes = 1024 * 1024;

    public static async Task<IReadOnlyList<LogEntry>> ReadAsync(
        NpgsqlConnection connection, long space, string reader, long after, int most, DateTimeOffset now)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(PostgresText.Read, space, reader, after, now, most, MostBytes));
        await using var rows = await batch.ExecuteReaderAsync();
        var entries = new List<LogEntry>();
        while (await rows.ReadAsync())
        {
            entries.Add(new LogEntry(
                rows.GetInt64(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetFieldValue<DateTimeOffset>(3),
                rows.GetFieldValue<DateTimeOffset>(4),
                rows.GetFieldValue<byte[]>(6),
                rows.GetBoolean(5)));
        }

        return entries;
    }

    /// <summary>As somebody who looks after the relay sees it.</summary>
    public static async Task<WaitingMessages> WaitingAsync(
        NpgsqlConnection connection, string space, int most, DateTimeOffset now)
    {
        long key, bytes, count;
        await using (var counting = connection.CreateBatch())
        {
            counting.BatchCommands.Add(Statement.Of(PostgresText.Waiting, space));
            await using var row = await counting.ExecuteReaderAsync();
            if (!await row.ReadAsync())
            {
                return WaitingMessages.None;
            }

            (key, bytes, count) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        }

        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(PostgresText.OldestWaiting, key, now, most));
        await using var rows = await batch.ExecuteReaderAsync();
        var oldest = new List<WaitingMessage>();
        while (await rows.ReadAsync())
        {
            oldest.Add(new(
                rows.GetInt64(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetBoolean(3) ? EnvelopeRules.Migration : EnvelopeRules.Receipt,
                rows.GetFieldValue<DateTimeOffset>(4),
                rows.GetFieldValue<DateTimeOffset>(5),
                rows.GetInt32(6),
                (int)rows.GetInt64(7)));
        }

        return new(count, bytes, oldest);
    }
}
