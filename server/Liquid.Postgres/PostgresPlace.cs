using Npgsql;

namespace Liquid.Postgres;

/// <summary>
/// Notices that a copy took the database's place. Which server it lies on, which database of it that is, and which table: a copy
/// by pg_dump or of a template knows only where the first one lay. A copy of the server's files and a recovery to a point in time
/// lie where that did, and are not noticed: a node that starts could not tell them from a standby that took over under the others.
/// </summary>
internal static class PostgresPlace
{
    private const string MayAskServer = "select has_function_privilege('pg_control_system()', 'execute')";
    private const string Server = "(select system_identifier from pg_control_system())";

    private const string Table = "(select oid from pg_database where datname = current_database()), 'liquid.space'::regclass::oid";

    private const string Known = "select place from liquid.relay for update";
    private const string Remember = "update liquid.relay set place = $1";

    /// <summary>
    /// Each log goes on under a new epoch, which no copy knows, and says how far the one before came: so cursors tell which of the
    /// copy's numbers they know.
    /// </summary>
    private const string EndEpochs = "insert into liquid.epoch (space, name, last) select key, epoch, head from liquid.space";
    private const string NewEpochs = "update liquid.space set epoch = left(md5(key::text || random()), 16)";

    public static async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var known = await AskAsync(connection, Known, cancellationToken) as string;
        var server = await AskAsync(connection, MayAskServer, cancellationToken) is true ? Server : "null";
        var place = (string)(await AskAsync(connection, $"select concat_ws(':', {server}, {Table})", cancellationToken))!;
        if (place != known)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            if (known is not null)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(EndEpochs));
                batch.BatchCommands.Add(new NpgsqlBatchCommand(NewEpochs));
            }

            batch.BatchCommands.Add(Statement.Of(Remember, place));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
