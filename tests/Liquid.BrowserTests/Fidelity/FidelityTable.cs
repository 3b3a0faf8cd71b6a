using System.Reflection;
using System.Text;

namespace Liquid.BrowserTests.Fidelity;

/// <summary>The table in the client's README: a line for each scenario, a column for each pair of engines.</summary>
public static class FidelityTable
{
    private const string Begin = "<!-- fidelity: made by tests/fidelity.sh -->";
    private const string End = "<!-- /fidelity -->";

    private static readonly string _readme = Path.Combine(
        typeof(FidelityTable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ClientFolder").Value!,
        "README.md");

    /// <summary>What stands between the marks.</summary>
    public static async Task<string> ReadAsync()
    {
        var (_, table, _) = Split(await File.ReadAllTextAsync(_readme));
        return table;
    }

    public static async Task WriteAsync(string table)
    {
        var (before, _, after) = Split(await File.ReadAllTextAsync(_readme));
        await File.WriteAllTextAsync(_readme, before + table + after);
    }

    /// <summary>Writes the table from what was observed.</summary>
    public static async Task<string> MakeAsync(Func<EnginePair, Scenario, Task<Observation>> observe)
    {
        var table = new StringBuilder("\n");
        await RowsAsync("What arrives", Scenarios.Carried, Carried);
        table.Append('\n');
        await RowsAsync("What is kept out", Scenarios.KeptOut, KeptOut);
        return table.Append('\n').ToString();

        async Task RowsAsync(string heading, IEnumerable<Scenario> scenarios, Func<Outcome, string> inWords)
        {
            table.Append($"| {heading} | {string.Join(" | ", EnginePair.All)} |\n");
            table.Append($"|---|{string.Concat(EnginePair.All.Select(_ => "---|"))}\n");
            foreach (var scenario in scenarios)
            {
                table.Append($"| {scenario.Title} |");
                foreach (var pair in EnginePair.All)
                {
                    table.Append($" {inWords((await observe(pair, scenario)).Outcome)} |");
                }

                table.Append('\n');
            }
        }
    }

    private static string Carried(Outcome outcome) => outcome switch
    {
        { Fate: Fate.Arrives, Reasons: [] } => "yes",
        { Fate: Fate.Stays, Reasons: [] } => "no",
        { Fate: Fate.Partly, Reasons: [] } => "partly",
        { Fate: Fate.Arrives } => $"yes ({Reasons(outcome)})",
        { Fate: Fate.Stays } => $"no ({Reasons(outcome)})",
        _ => $"partly ({Reasons(outcome)})",
    };

    private static string KeptOut(Outcome outcome) => outcome switch
    {
        { Fate: Fate.Stays, Reasons: [] } => "yes",
        { Fate: Fate.Stays } => $"yes ({Reasons(outcome)})",
        _ => "no",
    };

    private static string Reasons(Outcome outcome) => string.Join(", ", outcome.Reasons.Select(reason => $"`{reason}`"));

    private static (string Before, string Table, string After) Split(string text)
    {
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        return (text[..begin], text[begin..end], text[end..]);
    }
}
