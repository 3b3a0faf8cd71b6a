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
    [Fact]
    public async Task What_was_sent_is_applied_once_and_in_order_whatever_happens_to_the_nodes_and_their_server()
    {
        var run = FaultRun.Start("NODES", usual: 8, output);
        await using var server = new PostgresServer();
        var database = await server.CreateDatabaseAsync();
        var nodes = Enumerable.Range(0, 2).Select(_ => new RelayProcess(
            "--Liquid:Store=postgres", $"--Liquid:Postgres={database}", "--Liquid:NodeTimeout=00:00:02")).ToList();
        try
        {
            await Task.WhenAll(nodes.Select(node => node.StartAsync()));
            await RunAsync(server, database, nodes, run);
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

    private async Task RunAsync(PostgresServer server, string database, List<RelayProcess> nodes, FaultRun run)
    {
        using var crowd = await Crowd.GatherAsync(
            RelayProcess.AnyOf(nodes, run.Seed), run.Seed, habits => habits.Patience = TimeSpan.FromSeconds(4));
        var made = new List<NodeFault>();
        var faultMaker = new NodeFaults(server, database, nodes, crowd.Instances, crowd.Progress, new Random(run.Seed));
        await crowd.SendDuringAsync(async () =>
        {
            while (made.Count < run.Faults)
            {
                made.Add(await faultMaker.MakeAsync(made.Count));
            }
        });
        await crowd.JudgeAsync(output, () => Task.WhenAll(nodes.Select(node => SeesAllAsync(node, crowd.Instances.Count))));

        output.WriteLine(string.Join(", ", made.CountBy(fault => fault).Select(count => $"{count.Value} × {count.Key}")));
        Assert.Equal(0, crowd.Instances.Sum(instance => instance.Rewinds));
        var applied = crowd.Histories.Sum(history => history.Applied.Count);
        Assert.True(applied > run.Faults * 10, $"Only {applied} messages were applied.");
    }

    /// <summary>Waits until a node lists all instances as connected: whatever was, in the end all nodes know the same.</summary>
    private static async Task SeesAllAsync(RelayProcess node, int instances)
    {
        using var http = new HttpClient { BaseAddress = node.Address };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        JsonArray online;
        do
        {
            online = (await http.GetFromJsonAsync<JsonArray>("/liquid/instances?online=true", limit.Token))!;
        }
        while (online.Count != instances);
    }
}
