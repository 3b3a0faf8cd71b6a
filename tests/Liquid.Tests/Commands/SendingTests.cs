using System.Text.Json.Nodes;
using Liquid.Tests.Stores;

namespace Liquid.Tests.Commands;

public sealed class SendingTests
{
    private const string Migration = """{"patch":{"base":"9f86d081884c7d65"}}""";

    [Fact]
    public async Task What_is_piped_in_is_sent_to_the_instance_and_to_nobody_else()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");

        var (code, output, error) = await program.RunAsync(["send", a.Id, "--server", relay.Origin], Migration);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(Migration, (await a.HearAsync("message")).Text);
        Assert.Matches("^Sent as number [0-9]+ to 1 instance, 1 online.\n$", output);
        Assert.DoesNotContain(await b.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task A_file_is_broadcast_and_the_answer_is_told_as_JSON()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "migration.json");
        await File.WriteAllTextAsync(file, Migration, TestContext.Current.CancellationToken);
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");
        await b.LeaveAsync();
        await a.HearPresenceAsync("left");

        var (code, output, _) = await program.RunAsync(["broadcast", file, "--ttl", "60", "--json", "--server", relay.Origin]);

        Assert.Equal(0, code);
        Assert.Equal(Migration, (await a.HearAsync("message")).Text);
        var posted = JsonNode.Parse(output)!;
        Assert.Equal((2, 1), ((int)posted["targets"]!, (int)posted["online"]!));
    }

    [Fact]
    public async Task An_instance_that_nobody_knows_has_an_exit_code_of_its_own()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();

        var (code, output, error) = await program.RunAsync(["send", "pzlf9bBqzKCFwG1MwTrTGA", "--server", relay.Origin], Migration);

        Assert.Equal((5, ""), (code, output));
        Assert.Contains("pzlf9bBqzKCFwG1MwTrTGA", error);
    }

    [Fact]
    public async Task What_the_relay_refuses_is_told_in_its_words()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxBodyBytes = 1024);
        using var program = new Program();

        var (code, _, error) = await program.RunAsync(["broadcast", "-", "--server", relay.Origin], new string('x', 2000));

        Assert.Equal(1, code);
        Assert.Contains("MaxBodyBytes", error);
    }
}
