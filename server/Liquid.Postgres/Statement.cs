using Npgsql;

namespace Liquid.Postgres;

/// <summary>Statements with their parameters, numbered in the order in which they are given.</summary>
internal static class Statement
{
    public static NpgsqlBatchCommand Of(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>Begins to read the first row of the next result; false if it has none.</summary>
    public static async Task<bool> NextAsync(this NpgsqlDataReader reader) =>
        await reader.NextResultAsync() && await reader.ReadAsync();

    public static long? GetNullableInt64(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static DateTimeOffset? GetNullableTime(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    public static string? GetNullableString(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
