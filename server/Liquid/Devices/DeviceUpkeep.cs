using Microsoft.Extensions.Logging;

namespace Liquid.Devices;

/// <summary>Ends what devices have open when they end, on whichever node that was, and drops what is kept in vain.</summary>
internal sealed partial class DeviceUpkeep(IDeviceStore store, Visits visits, TimeProvider time, ILogger<DeviceUpkeep> logger)
    : BackgroundWork
{
    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(1);

    /// <summary>Browsers that keep no cookies get a ticket at each attempt.</summary>
    private static readonly TimeSpan _neverCame = TimeSpan.FromHours(1);

    /// <summary>The browser has dropped its cookie by then.</summary>
    private static readonly TimeSpan _notSeen = TimeSpan.FromDays(402);

    protected override Task WorkAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(FollowAsync(stoppingToken), TidyAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var end in store.Ended.ReadAllAsync(stoppingToken))
            {
                visits.End(end);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task TidyAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = time.GetUtcNow();
                try
                {
                    await store.TidyAsync(now, now - _neverCame, now - _notSeen);
                }
                catch (Exception problem)
                {
                    // Nobody waits for it, so it is no reason to stop the host.
                    LogFailed(problem);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Devices could not be tidied; the next round tries again")]
    private partial void LogFailed(Exception problem);
}
