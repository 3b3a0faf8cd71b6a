using Microsoft.Extensions.Logging;

namespace Liquid.Postgres.Nodes;

/// <summary>Hears what other nodes tell. Whenever it had not listened for a moment, heads are compared at once.</summary>
internal sealed partial class Listener(Database database, Action<long, long, long> hear, Action missed, ILogger logger)
{
    private static readonly TimeSpan _retryInterval = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stop);
            }
            catch (Exception problem) when (Database.IsProblem(problem) || problem is OperationCanceledException)
            {
                if (!stop.IsCancellationRequested)
                {
                    LogInterrupted(problem.Message);
                    await Task.Delay(_retryInterval, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
                }
            }
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        connection.Notification += (_, notification) =>
        {
            foreach (var (space, head, revision) in Notices.Read(notification.Payload))
            {
                hear(space, head, revision);
            }
        };
        await using (var listen = connection.CreateCommand())
        {
            listen.CommandText = PostgresText.Listen;
            await listen.ExecuteNonQueryAsync(stop);
        }

        missed();
        while (true)
        {
            await connection.WaitAsync(stop);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The connection that hears of other nodes broke: {Problem}. Until it is back, heads are compared now and then")]
    private partial void LogInterrupted(string problem);
}
