using Liquid.Spaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Connections;

/// <summary>What time alone brings about: silent connections, forgotten instances, expired messages.</summary>
internal sealed partial class Upkeep(
    OpenConnections connections,
    SpaceRegistry spaces,
    LiquidMeter meter,
    IOptions<LiquidOptions> options,
    TimeProvider time,
    ILogger<Upkeep> logger) : BackgroundWork
{
    private static readonly TimeSpan _rarest = TimeSpan.FromSeconds(10);

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var shortest = new[] { options.Value.IdleTimeout, options.Value.FrameTimeout, options.Value.ForgetAfter }.Min();
        using var timer = new PeriodicTimer(shortest / 4 < _rarest ? shortest / 4 : _rarest, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TidyAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task TidyAsync()
    {
        try
        {
            connections.EndStale();
            await spaces.TidyAsync();
            if (meter.IsPendingWatched)
            {
                var (count, bytes) = await spaces.CountWaitingAsync();
                meter.Waiting(count, bytes);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The next round may do better; without this, one failure would end all of them, and the host with them.
            LogFailed(failure);
        }
    }

    [LoggerMessage(LogLevel.Error, "Tidying up failed; the next round tries again")]
    private partial void LogFailed(Exception failure);
}
