using Liquid.Stores;
using Microsoft.Extensions.Logging;

namespace Liquid.Postgres;

/// <summary>Brings the tables up to date before everything else, and looks whether they are a copy.</summary>
internal static partial class PostgresStart
{
    private const int Attempts = 15;
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    /// <exception cref="StoreSettingException">The settings name no server that the relay can use.</exception>
    public static async Task RunAsync(Database database, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                database.Configure();
                await using var connection = await database.OpenAsync(cancellationToken);
                await PostgresSchema.UpdateAsync(connection, cancellationToken);
                await PostgresPlace.CheckAsync(connection, cancellationToken);
                return;
            }
            catch (Exception problem) when (PostgresProblem.ExplainSetting(problem) is { } setting)
            {
                throw setting;
            }
            catch (Exception problem) when (Database.IsProblem(problem))
            {
                // It may start in this moment, as relays and their server often do together.
                if (attempt == Attempts)
                {
                    throw new StoreSettingException(
                        $"PostgreSQL can't be used: {problem.Message}. Start it, or mend --Liquid:Postgres.", problem);
                }

                LogWaiting(logger, problem.Message);
            }

            await Task.Delay(_interval, time, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "PostgreSQL can't be used yet: {Problem}")]
    private static partial void LogWaiting(ILogger logger, string problem);
}
