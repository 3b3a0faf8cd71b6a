using System.Text.RegularExpressions;
using Liquid.Tests.Postgres;
using Npgsql;

namespace Liquid.Tests.Faults;

internal enum NodeFault
{
    Killed,
    PausedUntilTakenForDead,
    PausedForAMoment,
    ServerCrashed,
    ServerLostConnections,
    NoticesLost,
}

/// <summary>Brings faults about, one after the other, with some load between them.</summary>
internal sealed partial class NodeFaults(
    PostgresServer server,
    string database,
    IReadOnlyList<RelayProcess> nodes,
    IReadOnlyList<RestlessInstance> instances,
    Progress progress,
    Random random)
{
    /// <summary>Each kind comes in turn first, so that the shortest run has them all; then any.</summary>
    public async Task<NodeFault> MakeAsync(int turn)
    {
        var kinds = Enum.GetValues<NodeFault>();
        var fault = turn < kinds.Length ? kinds[turn] : kinds[random.Next(kinds.Length)];
        var (struck, other) = random.Next(2) == 0 ? (nodes[0], nodes[1]) : (nodes[1], nodes[0]);
        await PassAsync(most: 300);
        switch (fault)
        {
            case NodeFault.Killed:
                await struck.KillAsync();
                await PassAsync(most: 100);
                await struck.StartAsync();
                break;
            case NodeFault.PausedUntilTakenForDead:
                var dead = other.HearAsync($"Node {NumberOf(struck)} fell silent");
                var back = struck.HearAsync("took this one for dead");
                struck.Pause();
                await dead;
                await PassAsync(most: 100);
                struck.Resume();
                await back;
                break;
            case NodeFault.PausedForAMoment:
                struck.Pause();
                Cut();
                struck.Resume();
                break;
            case NodeFault.ServerCrashed:
                await server.CrashAsync();
                await server.StartAsync();
                break;
            case NodeFault.ServerLostConnections:
                await EndConnectionsAsync("true");
                break;
            case NodeFault.NoticesLost:
                for (var again = 0; again < 3; again++)
                {
                    await EndConnectionsAsync("query like '%listen%' or query like '%notify%'");
                    await PassAsync(most: 50);
                }

                break;
        }

        Cut();
        await PassAsync(most: 200);
        return fault;
    }

    /// <summary>In its present life.</summary>
    private static string NumberOf(RelayProcess node) => Number().Matches(node.Said)[^1].Groups[1].Value;

    private Task PassAsync(int most) => progress.PassAsync(random.Next(1, most));

    private void Cut()
    {
        for (var cuts = random.Next(3); cuts > 0; cuts--)
        {
            instances[random.Next(instances.Count)].Cut();
        }
    }

    [GeneratedRegex(@"This is node (\d+) ")]
    private static partial Regex Number();

    private async Task EndConnectionsAsync(string which) => await server.ExecuteAsync($"""
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = '{new NpgsqlConnectionStringBuilder(database).Database}' and ({which})
        """);
}
