using Liquid.Endpoints;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Liquid.Connections;

/// <summary>
/// Before the server stops listening: says that it is not ready, goes on for a while, then closes the connections with the code
/// that means "come back" and waits until they are gone. All within the host's limit for stopping.
/// </summary>
internal sealed class GracefulStop(
    OpenConnections connections, Onlookers onlookers, IOptions<LiquidOptions> options, TimeProvider time) : IHostedLifecycleService
{
    private volatile bool _isStopping;

    /// <summary>Nobody new is to come.</summary>
    public bool IsStopping => _isStopping;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        try
        {
            await Task.Delay(options.Value.StopDelay, time, cancellationToken);
            EndAll();
            await Task.WhenAll(connections.GoneAsync(cancellationToken), onlookers.GoneAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The host waits no longer; those that are left are cut.
            EndAll();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void EndAll()
    {
        connections.EndAll();
        onlookers.EndAll();
    }
}
