using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Liquid.Tests.Postgres;

namespace Liquid.Tests.Faults;

/// <summary>
/// Two nodes as processes of their own, over a PostgreSQL server of their own: nodes are killed and paused, the server crashes,
/// notices are lost and sockets are cut, under load. A longer run:
/// <c>LIQUID_FAULT_NODES=200 dotnet test tests/Liquid.Tests --filter PostgresFaultTests</c>; a run that failed again:
/// <c>LIQUID_FAULT_SEED=</c> and the seed that it printed.
/// </summary>
public sealed class PostgresFaultTests(ITestOutputHelper output)
{
    private const int Instances = 4;

    [Fact]
    public async Task What_was_sent_is_applied_once_and_in_order_whatever_happens_to_the_nodes_and_their_server()
    {
        var seed = Setting("LIQUID_FAULT_SEED", Random.Shared.Next());
        var faults = Setting("LIQUID_FAULT_NODES", 8);
        output.WriteLine($"LIQUID_FAULT_SEED={seed} LIQUID_FAULT_NODES={faults}");
        await using var server = new PostgresServer();
        var database = await server.CreateDatabaseAsync();
        var nodes = Enumerable.Range(0, 2).Select(_ => new RelayProcess(
            "--Liquid:Store=postgres", $"--Liquid:Postgres={database}", "--Liquid:NodeTimeout=00:00:02")).ToList();
        try
        {
            await Task.WhenAll(nodes.Select(node => node.StartAsync()));
            await RunAsync(server, database, nodes, faults, seed);
        }
        catch (Exception)
        {
            nodes.ForEach(node => output.WriteLine(node.Said));
            throw;
        }
        finally
        {
            nodes.ForEach(node => node.Dispose());
        }
    }

    private async Task RunAsync(PostgresServer server, string database, List<RelayProcess> nodes, int faults, int seed)
    {
        var progress = new Progress();
        var instances = Enumerable.Range(0, Instances)
            .Select(i => new RestlessInstance(new Identity($"Instance {i}"), nodes, progress, seed + (10 * i)))
            .ToList();
        using var stop = new CancellationTokenSource();
        var living = instances.ConvertAll(instance => instance.LiveAsync(stop.Token));
        await Task.WhenAll(instances.Select(instance => instance.WelcomedAsync));
        using var stopSending = new CancellationTokenSource();
        var sending = instances.ConvertAll(instance =>
            instance.SendAsync([.. instances.Select(other => other.Id).Where(id => id != instance.Id)], stopSending.Token));

        var made = new List<NodeFault>();
        var faultMaker = new NodeFaults(server, database, nodes, instances, progress, new Random(seed));
        while (made.Count < faults)
        {
            made.Add(await faultMaker.MakeAsync(made.Count));
        }

        await stopSending.CancelAsync();
        await Task.WhenAll(sending);
        await Task.WhenAll(instances.Select(instance => instance.SendLastWordAsync()));
        await Task.WhenAll(
            from instance in instances
            from other in instances
            where other != instance
            select instance.HeardLastWordOfAsync(other.Id));
        await Task.WhenAll(nodes.Select(node => SeesAllAsync(node)));
        await stop.CancelAsync();
        await Task.WhenAll(living);

        var histories = instances.ConvertAll(instance => instance.History);
        var applied = histories.Sum(history => history.Applied.Count);
        output.WriteLine(string.Join(", ", made.CountBy(fault => fault).Select(count => $"{count.Value} × {count.Key}")));
        output.WriteLine($"{histories.Sum(history => history.Attempts.Count)} sent, {applied} applied");
        Assert.Single(instances.SelectMany(instance => instance.Epochs).Distinct());
        Assert.True(applied > faults * 10, $"Only {applied} messages were applied.");
        Assert.Empty(Checker.Violations(histories));
        instances.ForEach(instance => instance.Dispose());
    }

    /// <summary>Waits until a node lists all instances as connected: whatever was, in the end all nodes know the same.</summary>
    private static async Task SeesAllAsync(RelayProcess node)
    {
        using var http = new HttpClient { BaseAddress = node.Address };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        JsonArray online;
        do
        {
            online = (await http.GetFromJsonAsync<JsonArray>("/liquid/instances?online=true", limit.Token))!;
        }
        while (online.Count != Instances);
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
