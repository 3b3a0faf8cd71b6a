using Liquid.Tests.Stores;

namespace Liquid.Tests.Faults;

/// <summary>The relay as a process of its own, restarted by SIGTERM under load, as a new version of it is.</summary>
public sealed class StopTests(ITestOutputHelper output)
{
    private const int Restarts = 3;

    [Fact]
    public async Task A_restart_under_load_loses_nothing_and_everybody_is_asked_to_come_back()
    {
        var run = FaultRun.Start("RESTARTS", Restarts, output);
        using var folder = new TemporaryFolder();
        using var relay = new RelayProcess($"--Liquid:Data={folder.Path}");
        await relay.StartAsync();
        using var crowd = await Crowd.GatherAsync(relay.SocketAsync, run.Seed);

        await crowd.SendDuringAsync(async () =>
        {
            for (var restart = 0; restart < run.Faults; restart++)
            {
                await crowd.Progress.PassAsync(400);
                Assert.Equal(0, await relay.StopAsync());
                await relay.StartAsync();
            }
        });
        await crowd.JudgeAsync(output);

        Assert.Equal(0, crowd.Instances.Sum(instance => instance.Rewinds));
        Assert.All(crowd.Instances, instance => Assert.Equal(run.Faults, instance.Closes.Count(code => code == 1001)));
    }
}
