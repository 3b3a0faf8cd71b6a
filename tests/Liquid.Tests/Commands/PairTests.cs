using System.Net;
using System.Text.Json.Nodes;
using Liquid.Tests.Devices;

namespace Liquid.Tests.Commands;

public sealed class PairTests
{
    [Fact]
    public async Task A_code_takes_this_machine_into_a_space_and_its_ticket_is_kept_for_its_owner_alone()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var program = new Program();
        using var a = await desk.JoinAsync("A");

        var (code, _, error) = await program.RunAsync(["pair", await desk.InviteAsync(), "--server", relay.Origin]);

        Assert.Equal((0, ""), (code, error));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(program.TicketFile));
        }

        var (listed, output, _) = await program.RunAsync(["instances", "--server", relay.Origin]);
        Assert.Equal(0, listed);
        Assert.Contains(a.Id, output);
        var (sent, _, _) = await program.RunAsync(["broadcast", "--server", relay.Origin], "state");
        Assert.Equal(0, sent);
        Assert.Equal("state", (await a.HearAsync("message")).Text);
    }

    [Fact]
    public async Task Once_in_a_space_it_lets_others_in()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var program = new Program();
        using var a = await desk.JoinAsync("A");
        await program.RunAsync(["pair", await desk.InviteAsync(), "--server", relay.Origin]);

        var (code, output, _) = await program.RunAsync(["pair", "--json", "--server", relay.Origin]);

        Assert.Equal(0, code);
        Assert.Equal(HttpStatusCode.NoContent, await phone.JoinByAsync((string)JsonNode.Parse(output)!["code"]!));
        Assert.Equal(["A"], await phone.NamesAsync());
    }

    [Fact]
    public async Task Tickets_of_several_relays_lie_beside_one_another()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        await using var other = await PairedSpacesTests.StartAsync();
        using var here = new TestBrowser(relay);
        using var there = new TestBrowser(other);
        using var program = new Program();
        using var a = await here.JoinAsync("A");
        using var b = await there.JoinAsync("B");

        await program.RunAsync(["pair", await here.InviteAsync(), "--server", relay.Origin]);
        await program.RunAsync(["pair", await there.InviteAsync(), "--server", other.Origin]);

        Assert.Contains(a.Id, (await program.RunAsync(["instances", "--server", relay.Origin])).Output);
        Assert.Contains(b.Id, (await program.RunAsync(["instances", "--server", other.Origin])).Output);
    }

    [Fact]
    public async Task Without_a_ticket_nobody_is_let_in_and_it_is_told_what_helps()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var program = new Program();

        var (code, output, error) = await program.RunAsync(["instances", "--server", relay.Origin]);

        Assert.Equal((4, ""), (code, output));
        Assert.Contains($"pair CODE --server {relay.Origin}", error);
    }

    [Fact]
    public async Task A_wrong_code_is_unknown_and_keeps_nothing()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var program = new Program();

        var (code, _, error) = await program.RunAsync(["pair", "AAAAAA", "--server", relay.Origin]);

        Assert.Equal(5, code);
        Assert.NotEmpty(error);
        Assert.False(File.Exists(program.TicketFile));
    }

    [Fact]
    public async Task Where_everybody_is_in_one_space_there_is_nothing_to_pair()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();

        Assert.Equal(1, (await program.RunAsync(["pair", "--server", relay.Origin])).ExitCode);
    }
}
