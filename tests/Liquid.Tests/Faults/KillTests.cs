using System.Globalization;
using Liquid.Tests.Stores;

namespace Liquid.Tests.Faults;

/// <summary>
/// The relay as a process of its own, killed at random moments under load, its sockets cut in between. A longer run:
/// <c>LIQUID_FAULT_KILLS=200 dotnet test tests/Liquid.Tests --filter KillTests</c>; a run that failed again:
/// <c>LIQUID_FAULT_SEED=</c> and the seed that it printed.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Instances = 4;

    [Fact]
    public async Task What_was_sent_is_applied_once_and_in_order_though_the_relay_is_killed_and_sockets_are_cut()
    {
        var seed = Setting("LIQUID_FAULT_SEED", Random.Shared.Next());
        var kills = Setting("LIQUID_FAULT_KILLS", 5);
        output.WriteLine($"LIQUID_FAULT_SEED={seed} LIQUID_FAULT_KILLS={kills}");
        using var folder = new TemporaryFolder();
        using var relay = new RelayProcess($"--Liquid:Data={folder.Path}");
        await relay.StartAsync();
        var progress = new Progress();
        var instances = Enumerable.Range(0, Instances)
            .Select(i => new RestlessInstance(new Identity($"Instance {i}"), [relay], progress, seed + (10 * i)))
            .ToList();
        using var stop = new CancellationTokenSource();
        var living = instances.ConvertAll(instance => instance.LiveAsync(stop.Token));
        await Task.WhenAll(instances.Select(instance => instance.WelcomedAsync));

        await SendUnderFaultsAsync(relay, instances, progress, kills, new Random(seed));
        await HearLastWordsAsync(instances);
        await stop.CancelAsync();
        await Task.WhenAll(living);

        var histories = instances.ConvertAll(instance => instance.History);
        var applied = histories.Sum(history => history.Applied.Count);
        output.WriteLine($"{histories.Sum(history => history.Attempts.Count)} sent, {applied} applied");
        Assert.Single(instances.SelectMany(instance => instance.Epochs).Distinct());
        Assert.True(applied > kills * 10, $"Only {applied} messages were applied.");
        Assert.Empty(Checker.Violations(histories));
        instances.ForEach(instance => instance.Dispose());
    }

    private static async Task SendUnderFaultsAsync(
        RelayProcess relay, List<RestlessInstance> instances, Progress progress, int kills, Random random)
    {
        using var stop = new CancellationTokenSource();
        var sending = instances.ConvertAll(instance =>
            instance.SendAsync([.. instances.Select(other => other.Id).Where(id => id != instance.Id)], stop.Token));
        for (var kill = 0; kill < kills; kill++)
        {
            for (var cuts = random.Next(3); cuts > 0; cuts--)
            {
                await progress.PassAsync(random.Next(1, 200));
                instances[random.Next(instances.Count)].Cut();
            }

            await progress.PassAsync(random.Next(1, 400));
            await relay.KillAsync();
            await relay.StartAsync();
        }

        await progress.PassAsync(200);
        await stop.CancelAsync();
        await Task.WhenAll(sending);
    }

    private static async Task HearLastWordsAsync(List<RestlessInstance> instances)
    {
        await Task.WhenAll(instances.Select(instance => instance.SendLastWordAsync()));
        await Task.WhenAll(
            from instance in instances
            from other in instances
            where other != instance
            select instance.HeardLastWordOfAsync(other.Id));
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
