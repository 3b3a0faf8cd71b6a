using Liquid.Bases;
using Npgsql;

namespace Liquid.Postgres;

/// <summary>Bases: what is kept and read.</summary>
internal static class PostgresBases
{
    public static async Task<BaseKept> KeepAsync(
        NpgsqlConnection connection, long space, string fingerprint, BaseRecord given, int most)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var (isNamed, isThere, count) = await LookAsync(connection, space, fingerprint);
        if (!isNamed)
        {
            return BaseKept.Unnamed;
        }

        if (!isThere && count >= most && await ExecuteAsync(connection, PostgresText.RemoveOldestBase, space) == 0)
        {
            return BaseKept.Full;
        }

        await ExecuteAsync(connection, PostgresText.KeepBase, space, fingerprint, given.IsBinary, given.Body);
        await transaction.CommitAsync();
        return BaseKept.Stored;
    }

    public static async Task<BaseFound> FindAsync(NpgsqlConnection connection, long space, string fingerprint)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(PostgresText.BaseRoom, space, fingerprint));
        batch.BatchCommands.Add(Statement.Of(PostgresText.FindBase, space, fingerprint));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var isNamed = reader.GetBoolean(0);
        return await reader.NextAsync()
            ? new BaseFound(new BaseRecord(reader.GetFieldValue<byte[]>(1), reader.GetBoolean(0)), IsNamed: true)
            : new BaseFound(null, isNamed);
    }

    private static async Task<(bool IsNamed, bool IsThere, long Count)> LookAsync(
        NpgsqlConnection connection, long space, string fingerprint)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(PostgresText.Lock, space));
        batch.BatchCommands.Add(Statement.Of(PostgresText.BaseRoom, space, fingerprint));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextAsync();
        return (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetInt64(2));
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(sql, values));
        return await batch.ExecuteNonQueryAsync();
    }
}
