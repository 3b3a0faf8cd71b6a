using Npgsql;

namespace Liquid.Postgres;

/// <summary>What time alone brings about in the store. Any node does it, for all spaces; several at once do no harm.</summary>
internal static class PostgresTidying
{
    /// <returns>The spaces in which somebody was forgotten.</returns>
    public static async Task<IReadOnlyList<long>> RunAsync(Database database, DateTimeOffset now, TimeSpan forgetAfter)
    {
        foreach (var space in await SpacesAsync(database, PostgresText.SpacesWithExpired, now))
        {
            await database.ChangeAsync(space, Statement.Of(PostgresText.RemoveExpired, space, now));
        }

        var limit = now - forgetAfter;
        var forgotten = await SpacesAsync(database, PostgresText.SpacesWithAway, limit);
        foreach (var space in forgotten)
        {
            await database.ChangeAsync(
                space,
                Statement.Of(PostgresText.ForgetAway, space, limit),
                Statement.Of(PostgresText.RemoveAppliedByAll, space));
        }

        foreach (var space in await SpacesAsync(database, PostgresText.SpacesWithUnnamedBases))
        {
            await database.ChangeAsync(space, Statement.Of(PostgresText.RemoveUnnamedBases, space));
        }

        await database.RunAsync(async connection =>
        {
            await using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresText.RemoveEmptySpaces));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresText.RemoveDeparted));
            batch.BatchCommands.Add(Statement.Of(PostgresText.ForgetEpochs, forgetAfter));
            return await batch.ExecuteNonQueryAsync();
        });
        return forgotten;
    }

    private static Task<List<long>> SpacesAsync(Database database, string sql, params object[] values) =>
        database.RunAsync(async connection =>
        {
            await using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(Statement.Of(sql, values));
            await using var reader = await batch.ExecuteReaderAsync();
            var spaces = new List<long>();
            while (await reader.ReadAsync())
            {
                spaces.Add(reader.GetInt64(0));
            }

            return spaces;
        });
}
