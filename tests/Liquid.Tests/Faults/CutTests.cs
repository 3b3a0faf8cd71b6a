using Liquid.Tests.Stores;

namespace Liquid.Tests.Faults;

/// <summary>Connections that are cut at random bytes, from both sides, while everybody sends.</summary>
public sealed class CutTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_was_sent_is_applied_once_and_in_order_though_connections_are_cut_at_any_byte()
    {
        var run = FaultRun.Start("CUTS", usual: 60, output);
        using var folder = new TemporaryFolder();
        await using var relay = await TestRelay.StartAsync(options => (options.Store, options.Data) = ("sqlite", folder.Path));
        await using var proxy = new CuttingProxy(_ => Task.FromResult(relay.SocketAddress), run.Seed);
        using var crowd = await Crowd.GatherAsync(proxy.SocketAsync, run.Seed);

        await crowd.SendDuringAsync(async () =>
        {
            await proxy.CutAsync(run.Faults);
            proxy.BeKind();
        });
        await crowd.JudgeAsync(output);

        Assert.Equal(0, crowd.Instances.Sum(instance => instance.Rewinds));
    }
}
