using Liquid.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Liquid.Stores;

/// <summary>Healthy while the relay can store messages and does not stop.</summary>
internal sealed class StoreHealth(IStore store, GracefulStop stop, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (stop.IsStopping || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The relay stops.");
        }

        try
        {
            await store.CheckAsync();
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException problem)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, problem.Message);
        }
    }
}
