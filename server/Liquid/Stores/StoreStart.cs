using Liquid.Devices;
using Liquid.Spaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Liquid.Stores;

/// <summary>Makes the store ready before the first request; a setting that does not work stops the program here.</summary>
internal sealed class StoreStart(IStore store, SpaceRegistry spaces, Tickets tickets) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.StartAsync(cancellationToken);
        }
        catch (StoreSettingException problem)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(LiquidOptions), [problem.Message]);
        }

        await spaces.StartAsync();
        await tickets.StartAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
