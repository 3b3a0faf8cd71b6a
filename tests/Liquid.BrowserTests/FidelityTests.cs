using Liquid.BrowserTests.Fidelity;

namespace Liquid.BrowserTests;

/// <summary>What of a page arrives, within one engine and from each to another.</summary>
public sealed class FidelityTests(FidelityRun run) : IClassFixture<FidelityRun>
{
    /// <summary>The scenarios, each in each pair.</summary>
    public static TheoryData<string, string> Everything { get; } =
        [.. from pair in EnginePair.All from scenario in Scenarios.All select ($"{pair}", scenario.Page)];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_scenario_ends_as_expected(string pair, string page)
    {
        var (engines, scenario) = (EnginePair.All.Single(one => $"{one}" == pair), Scenarios.All.Single(one => one.Page == page));

        var observation = await run.ObserveAsync(engines, scenario);

        Assert.True(scenario.ExpectedIn(engines) == observation.Outcome,
            $"Expected \"{scenario.ExpectedIn(engines)}\", seen \"{observation.Outcome}\".\n{observation.Evidence}");
        Assert.NotEqual(scenario.DiffersByVisitor, observation.SameBase);
        Assert.True(observation.Undone ?? true, $"Undo did not bring back what was there.\n{observation.Evidence}");
    }

    [Fact]
    public async Task The_table_in_the_clients_README_is_what_the_scenarios_show()
    {
        var table = await FidelityTable.MakeAsync(run.ObserveAsync);
        if (Environment.GetEnvironmentVariable("FIDELITY_TABLE") == "write")
        {
            await FidelityTable.WriteAsync(table);
        }

        Assert.True(table == await FidelityTable.ReadAsync(), $"Run tests/fidelity.sh, which writes this table:\n{table}");
    }
}
