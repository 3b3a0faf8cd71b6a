using Liquid.Spaces;
using Liquid.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Tests.Faults;

/// <summary>The machine's clock is set an hour forward and back.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_was_sent_is_applied_once_and_in_order_and_nobody_is_cut_though_the_clock_is_set()
    {
        var run = FaultRun.Start("CLOCKS", usual: 20, output);
        var time = new ShiftedTime();
        using var folder = new TemporaryFolder();
        IServiceProvider services = null!;
        await using var relay = await StartAsync(folder, time, found => services = found);
        using var crowd = await Crowd.GatherAsync(_ => Task.FromResult(relay.SocketAddress), run.Seed);

        await crowd.SendDuringAsync(async () =>
        {
            var random = new Random(run.Seed);
            for (var set = 0; set < run.Faults; set++)
            {
                await crowd.Progress.PassAsync(random.Next(1, 60));
                time.Set(random.Next(-1, 2) * _hour);
                await services.GetRequiredService<SpaceRegistry>().TidyAsync();
            }
        });
        await crowd.JudgeAsync(output);

        Assert.Equal(crowd.Instances.Count, crowd.Instances.Sum(instance => instance.Welcomes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Who_is_away_is_forgotten_after_the_time_it_was_away_whatever_the_clock_says(int hours)
    {
        var time = new ShiftedTime();
        using var folder = new TemporaryFolder();
        IServiceProvider services = null!;
        await using var relay = await StartAsync(folder, time, found => services = found);
        using var sender = await relay.JoinAsync();
        using var target = await relay.JoinAsync();
        await target.LeaveAsync();
        await sender.HearPresenceAsync("left");
        await sender.MigrateAsync(1, target.Id, "waits");

        time.Set(hours * _hour);
        await services.GetRequiredService<SpaceRegistry>().TidyAsync();
        await sender.SendAsync(2, target.Id, "waits too");
        Assert.Equal("sent", (await sender.Socket.HearAsync()).Type);
        using var again = await relay.JoinAsync(target.Identity);

        Assert.Equal("waits too", (await again.HearAsync("message")).Text);
        Assert.DoesNotContain(await sender.HearRestAsync(), frame => (string?)frame["change"] == "forgotten");
    }

    private static Task<TestRelay> StartAsync(TemporaryFolder folder, ShiftedTime time, Action<IServiceProvider> started) =>
        TestRelay.StartAsync(
            options => (options.Store, options.Data) = ("sqlite", folder.Path),
            time,
            map: (app, _) => started(app.Services));
}
