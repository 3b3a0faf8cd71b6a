using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres;

/// <summary>Spaces and who is in them: what stands in their rows.</summary>
internal static class PostgresRoster
{
    /// <summary>The space with its key, and the revision that the record has at least.</summary>
    public static async Task<(long Key, SpaceRecord Record, long Revision)> OpenAsync(
        NpgsqlConnection connection, string space, string epoch)
    {
        long key, head, revision;
        string stored;
        await using (var opening = connection.CreateBatch())
        {
            opening.BatchCommands.Add(Statement.Of(PostgresText.AddSpace, space, epoch));
            await using var row = await opening.ExecuteReaderAsync();
            await row.ReadAsync();
            (key, stored, head, revision) = (row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3));
        }

        // Whoever comes from here on is told of, though they may be among these already.
        var instances = await InstancesAsync(connection, key);
        return (key, new SpaceRecord(stored, head, instances, await EarlierEpochsAsync(connection, key)), revision);
    }

    /// <summary>How far a space is; zeros if it is not there.</summary>
    public static async Task<(long Head, long Revision)> HeadAsync(NpgsqlConnection connection, long key)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(PostgresText.Room, key));
        await using var row = await batch.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetInt64(0), row.GetInt64(1)) : default;
    }

    private static async Task<Dictionary<string, long>> EarlierEpochsAsync(NpgsqlConnection connection, long key)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(PostgresText.EarlierEpochs, key));
        await using var rows = await batch.ExecuteReaderAsync();
        var epochs = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync())
        {
            epochs[rows.GetString(0)] = rows.GetInt64(1);
        }

        return epochs;
    }

    private static async Task<List<InstanceRecord>> InstancesAsync(NpgsqlConnection connection, long key)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(PostgresText.Instances, key));
        await using var rows = await batch.ExecuteReaderAsync();
        var instances = new List<InstanceRecord>();
        while (await rows.ReadAsync())
        {
            instances.Add(new(
                rows.GetString(0),
                rows.GetFieldValue<byte[]>(1),
                rows.GetString(2),
                rows.GetString(3),
                rows.GetNullableTime(4),
                rows.GetInt64(5),
                rows.GetNullableString(6)));
        }

        return instances;
    }
}
