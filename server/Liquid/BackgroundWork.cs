using Microsoft.Extensions.Hosting;

namespace Liquid;

/// <summary>
/// Work beside what the relay is asked for. The framework tells of work that is ended before it began, as when the address turns out
/// to be taken, as of one that failed, with its stack; so it begins first.
/// </summary>
internal abstract class BackgroundWork : BackgroundService
{
    private readonly TaskCompletionSource _begun = new();

    public override void Dispose()
    {
        if (ExecuteTask is { } work)
        {
            Task.WaitAny(_begun.Task, work);
        }

        base.Dispose();
        GC.SuppressFinalize(this);
    }

    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _begun.TrySetResult();
        return WorkAsync(stoppingToken);
    }

    /// <summary>Goes on until the host stops, and then ends without a failure.</summary>
    protected abstract Task WorkAsync(CancellationToken stoppingToken);
}
