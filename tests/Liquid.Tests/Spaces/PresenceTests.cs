using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Spaces;

public sealed class PresenceTests
{
    [Fact]
    public async Task A_welcome_lists_everybody_and_says_where_delivery_goes_on()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync("Chromium on Linux");
        using var b = await relay.JoinAsync("Firefox on Linux");

        var welcome = b.Welcome;

        Assert.Equal((1, 0, 0), ((int)welcome["version"]!, (int)welcome["cursor"]!, (int)welcome["accepted"]!));
        Assert.Matches("^[0-9a-f]{16}$", b.Epoch);
        Assert.Equal(b.Id, (string)welcome["instance"]!);
        Assert.Equal(16 * 1024 * 1024, (int)welcome["limits"]!["body"]!);
        var listed = welcome["instances"]!.AsArray().ToDictionary(i => (string)i!["id"]!, i => (string)i!["name"]!);
        Assert.Equal(("Chromium on Linux", "Firefox on Linux"), (listed[a.Id], listed[b.Id]));
    }

    [Fact]
    public async Task The_others_hear_who_joins_is_renamed_leaves_and_comes_back()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync("Firefox");

        Assert.Equal("Firefox", (string)(await a.HearPresenceAsync("joined"))["instance"]!["name"]!);
        await b.Socket.SayAsync("""{"type":"rename","name":"Küche"}""");
        Assert.Equal("Küche", (string)(await a.HearPresenceAsync("renamed"))["instance"]!["name"]!);
        await b.LeaveAsync();
        Assert.False((bool)(await a.HearPresenceAsync("left"))["instance"]!["online"]!);
        using var again = await relay.JoinAsync(b.Identity);
        Assert.True((bool)(await a.HearPresenceAsync("joined"))["instance"]!["online"]!);
        Assert.Empty(await again.HearRestAsync());
    }

    [Fact]
    public async Task The_others_hear_what_kind_of_device_somebody_is_on_and_until_when_it_was_there()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(time: time);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync(new Identity("Pixel 9") { Kind = "phone" });

        var here = (await a.HearPresenceAsync("joined"))["instance"]!;
        await b.LeaveAsync();
        var away = (await a.HearPresenceAsync("left"))["instance"]!;

        Assert.Equal(("phone", null), ((string)here["kind"]!, here["lastSeen"]));
        Assert.Equal("phone", (string)away["kind"]!);
        Assert.Equal(time.GetUtcNow(), (DateTimeOffset)away["lastSeen"]!);
    }

    [Fact]
    public async Task A_cut_connection_is_seen_as_leaving()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.HearPresenceAsync("joined");

        b.Socket.Raw.Abort();

        Assert.Equal(b.Id, (string)(await a.HearPresenceAsync("left"))["instance"]!["id"]!);
    }

    [Fact]
    public async Task Nothing_crosses_a_space()
    {
        await using var relay = await TestRelay.StartAsync(
            options => options.SpaceOf = context => new(context.Request.Headers["X-Team"].FirstOrDefault()));
        using var a = await JoinTeamAsync(relay, "red");
        using var b = await JoinTeamAsync(relay, "blue");

        await a.SendAsync(1, b.Id, "not yours");
        Assert.Equal("unknown_target", (string)(await a.HearAsync("error"))["code"]!);
        Assert.Equal(0, (int)(await a.MigrateAsync(2, "*", "nor this"))["targets"]!);

        Assert.Empty(await b.HearRestAsync());
        Assert.Single(b.Welcome["instances"]!.AsArray());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/liquid/instances") { Headers = { { "X-Team", "red" } } };
        using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var listed = await response.Content.ReadFromJsonAsync<JsonArray>(TestContext.Current.CancellationToken);
        Assert.Equal(a.Id, (string)Assert.Single(listed!)!["id"]!);
    }

    private static async Task<TestInstance> JoinTeamAsync(TestRelay relay, string team)
    {
        var identity = new Identity(team);
        var socket = await relay.OpenAsync(options => options.SetRequestHeader("X-Team", team));
        await socket.SayAsync(identity.Hello());
        return new TestInstance(identity, socket, await socket.HearAsync("welcome"));
    }
}
