using System.Net.Sockets;
using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres;

/// <summary>What PostgreSQL says, in words that name what mends it.</summary>
internal static class PostgresProblem
{
    /// <summary>Whether the connection is gone, so that a new one may do.</summary>
    public static bool IsBroken(Exception problem) => problem is NpgsqlException and (
        { InnerException: IOException or SocketException } or PostgresException { Severity: "FATAL" or "PANIC" });

    /// <summary>Whether the server has answered that it did not do it. Otherwise a commit may be done or not.</summary>
    public static bool IsCertain(Exception problem) => problem is PostgresException { Severity: "ERROR" };

    public static StoreUnavailableException Explain(Exception problem) =>
        problem as StoreUnavailableException ?? new StoreUnavailableException(Words(problem), problem);

    public static StoreUncertainException ExplainUncertain(Exception problem) =>
        new("PostgreSQL was lost in the middle of a commit. Reconnect: the welcome says what was accepted.", problem);

    /// <summary>What has to be set otherwise; <see langword="null"/> if it is not the settings' fault.</summary>
    public static StoreSettingException? ExplainSetting(Exception problem) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } said =>
            new($"PostgreSQL says: {said.MessageText}. Make it (createdb), or mend Database in --Liquid:Postgres.", said),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } said =>
            new(
                $"PostgreSQL says: {said.MessageText}. The relay makes its tables in a schema of its own. Let its user make that (grant create "
                + "on database … to …), or make it as the user's (create schema liquid authorization …).",
                said),
        PostgresException { SqlState: var state } said when state.StartsWith("28", StringComparison.Ordinal) =>
            new($"PostgreSQL refuses the relay: {said.MessageText}. Mend Username and Password in --Liquid:Postgres.", said),
        ArgumentException or FormatException =>
            new($"Liquid:Postgres is no connection string: {problem.Message} Write it as in Host=localhost;Database=liquid;Username=liquid;Password=…", problem),
        _ => null,
    };

    private static string Words(Exception problem) => problem switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            "PostgreSQL's disk is full. Make room there, then try again.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            "This PostgreSQL server may only be read. Let Liquid:Postgres name the primary, then try again.",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            "PostgreSQL has no connection left. Raise its max_connections, or lower Maximum Pool Size in Liquid:Postgres.",
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled }
            or NpgsqlException { InnerException: TimeoutException } =>
            "PostgreSQL took too long. Somebody may hold a lock on the relay's tables. Try again later.",
        PostgresException { Severity: "FATAL" or "PANIC" } or NpgsqlException { InnerException: IOException or SocketException } =>
            "PostgreSQL does not answer. Start it, or mend Liquid:Postgres; the relay goes on by itself.",
        _ => "The relay can't use PostgreSQL now. Its log says why. Try again later.",
    };
}
