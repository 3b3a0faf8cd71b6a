using Liquid.Tests.Stores;

namespace Liquid.Tests.Faults;

/// <summary>The relay as a process of its own, killed at random moments under load, its sockets cut in between.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_was_sent_is_applied_once_and_in_order_though_the_relay_is_killed_and_sockets_are_cut()
    {
        var run = FaultRun.Start("KILLS", usual: 5, output);
        using var folder = new TemporaryFolder();
        using var relay = new RelayProcess($"--Liquid:Data={folder.Path}");
        await relay.StartAsync();
        using var crowd = await Crowd.GatherAsync(relay.SocketAsync, run.Seed);

        await crowd.SendDuringAsync(() => KillAsync(relay, crowd, run));
        await crowd.JudgeAsync(output);

        Assert.Equal(0, crowd.Instances.Sum(instance => instance.Rewinds));
        var applied = crowd.Histories.Sum(history => history.Applied.Count);
        Assert.True(applied > run.Faults * 10, $"Only {applied} messages were applied.");
    }

    private static async Task KillAsync(RelayProcess relay, Crowd crowd, FaultRun run)
    {
        var random = new Random(run.Seed);
        for (var kill = 0; kill < run.Faults; kill++)
        {
            for (var cuts = random.Next(3); cuts > 0; cuts--)
            {
                await crowd.Progress.PassAsync(random.Next(1, 200));
                crowd.Instances[random.Next(crowd.Instances.Count)].Cut();
            }

            await crowd.Progress.PassAsync(random.Next(1, 400));
            await relay.KillAsync();
            await relay.StartAsync();
        }
    }
}
