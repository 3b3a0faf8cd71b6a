using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Memory;

/// <summary>
/// Gives memory back when it has become quiet. .NET collects garbage when more is allocated; after a burst nothing is, so what the
/// burst took would stay until the next one. Never while there is traffic, and only if enough was allocated since the last time.
/// </summary>
internal sealed partial class QuietCollection(
    LiquidMeter meter, IHeap heap, IOptions<LiquidOptions> options, TimeProvider time, ILogger<QuietCollection> logger)
    : BackgroundWork
{
    /// <summary>Less is not worth a pause: pings alone allocate as much in some minutes.</summary>
    private const long Worthwhile = 32 * 1024 * 1024;

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        var quiet = options.Value.CollectWhenQuietFor;
        if (quiet == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(quiet / 4, time);
        var (lastTraffic, collected) = (time.GetTimestamp(), 0L);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (meter.TakeTraffic())
                {
                    lastTraffic = time.GetTimestamp();
                }
                else if (time.GetElapsedTime(lastTraffic) >= quiet && heap.AllocatedBytes - collected >= Worthwhile)
                {
                    LogGaveBack(heap.GiveBack().TotalMilliseconds);
                    collected = heap.AllocatedBytes;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(LogLevel.Debug, "It was quiet: memory was given back, which took {Milliseconds:0.0} ms")]
    private partial void LogGaveBack(double milliseconds);
}
