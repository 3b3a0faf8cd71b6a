using System.Text.Json.Nodes;

namespace Liquid.Tests.Commands;

public sealed class InstancesTests
{
    private static readonly string[] _states = ["STATE", "online", "away for"];

    [Fact]
    public async Task Who_is_in_the_space_is_listed_in_columns_those_online_first()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();
        using var b = await relay.JoinAsync(new Identity("B") { Kind = "phone" });
        await b.LeaveAsync();
        using var a = await relay.JoinAsync("Chromium on Linux");

        var (code, output, error) = await program.RunAsync(["instances", "--server", relay.Origin]);

        Assert.Equal((0, ""), (code, error));
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal(["NAME", "KIND", "STATE", "PAGE", "ID"], lines[0].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Matches($"^Chromium on Linux +- +online +{Identity.Page} +{a.Id}$", lines[1]);
        Assert.Matches($"^B +phone +away for .+ +{Identity.Page} +{b.Id}$", lines[2]);
        Assert.All(lines, line => Assert.Equal(lines[0].IndexOf("STATE", StringComparison.Ordinal), StateOf(line)));
    }

    [Fact]
    public async Task As_JSON_it_is_one_line_with_what_the_relay_said()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();
        using var a = await relay.JoinAsync("Küche \"<1>\"");

        var (code, output, _) = await program.RunAsync(["instances", "--json", "--server", $"{relay.Origin}/liquid/"]);

        Assert.Equal(0, code);
        Assert.Equal(1, output.Count(character => character == '\n'));
        var listed = Assert.Single(JsonNode.Parse(output)!.AsArray())!;
        Assert.Equal((a.Id, "Küche \"<1>\"", true), ((string)listed["id"]!, (string)listed["name"]!, (bool)listed["online"]!));
    }

    [Fact]
    public async Task A_name_does_nothing_to_the_terminal()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();
        using var a = await relay.JoinAsync("safe\u202Eexe.gpj");

        var (_, output, _) = await program.RunAsync(["instances", "--server", relay.Origin]);

        Assert.Contains("safe\uFFFDexe.gpj", output);
    }

    [Fact]
    public async Task An_empty_space_is_no_failure()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();

        Assert.Equal(new(0, "Nobody is in this space.\n", ""), await program.RunAsync(["instances", "--server", relay.Origin]));
        Assert.Equal(new(0, "[]\n", ""), await program.RunAsync(["instances", "--json", "--server", relay.Origin]));
    }

    private static int StateOf(string line) =>
        _states.Max(state => line.IndexOf(state, StringComparison.Ordinal));
}
