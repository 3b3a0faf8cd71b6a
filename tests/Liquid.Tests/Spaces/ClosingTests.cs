using Liquid.Log;
using Liquid.Spaces;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Tests.Spaces;

public sealed class ClosingTests
{
    [Fact]
    public async Task A_space_that_is_given_up_gives_back_the_memory_of_its_recent_messages()
    {
        IServiceProvider services = null!;
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(time: time, map: (app, _) => services = app.Services);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.MigrateAsync(1, b.Id);
        Assert.NotEqual(0, services.GetRequiredService<RecentMemory>().Bytes);

        await relay.Http.DeleteAsync($"/liquid/instances/{a.Id}", TestContext.Current.CancellationToken);
        await relay.Http.DeleteAsync($"/liquid/instances/{b.Id}", TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(10));
        while (services.GetRequiredService<SpaceRegistry>().Find("shared") is not null)
        {
            await relay.Http.GetAsync("/none", TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, services.GetRequiredService<RecentMemory>().Bytes);
    }
}
