using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Liquid.Tests.Devices;

namespace Liquid.Tests.Endpoints;

public sealed class WatchEndpointTests
{
    [Fact]
    public async Task An_onlooker_is_told_who_is_there_and_then_who_comes_and_goes()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync("A");
        using var onlooker = await WatchAsync(relay);

        Assert.Equal(["A"], Names(await onlooker.HearAsync("present")));
        var b = await relay.JoinAsync("B");
        await b.LeaveAsync();
        await a.Socket.SayAsync(new JsonObject { ["type"] = "rename", ["name"] = "Kitchen" });

        Assert.Equal(("joined", "B"), await NextAsync(onlooker));
        Assert.Equal(("left", "B"), await NextAsync(onlooker));
        Assert.Equal(("renamed", "Kitchen"), await NextAsync(onlooker));
        b.Dispose();
    }

    [Fact]
    public async Task An_onlooker_is_no_instance()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync("A");
        using var onlooker = await WatchAsync(relay);
        await onlooker.HearAsync("present");

        Assert.Equal(0, (int)(await a.MigrateAsync(1, "*"))["targets"]!);
        Assert.DoesNotContain(await a.HearRestAsync(), frame => frame.Type == "presence");
    }

    [Fact]
    public async Task An_onlooker_sees_the_space_of_its_ticket_and_is_ended_with_it()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var stranger = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var b = await stranger.JoinAsync("B");
        using var onlooker = await WatchAsync(relay, options => options.Cookies = desk.Jar);

        Assert.Equal(["A"], Names(await onlooker.HearAsync("present")));
        await desk.StatusAsync(HttpMethod.Post, "leave");

        Assert.Equal(4106, await onlooker.HearCloseAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await RefusalAsync(relay, _ => { }));
    }

    [Fact]
    public async Task Pages_of_other_origins_may_not_look_on()
    {
        await using var relay = await TestRelay.StartAsync();

        Assert.Equal(
            HttpStatusCode.Forbidden,
            await RefusalAsync(relay, options => options.SetRequestHeader("Origin", "https://elsewhere.example.org")));
    }

    [Fact]
    public async Task When_a_space_is_given_up_onlookers_come_again_and_see_the_next_of_its_name()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(options => options.ForgetAfter = TimeSpan.FromMinutes(10), time);
        using var onlooker = await WatchAsync(relay);
        Assert.Empty(Names(await onlooker.HearAsync("present")));

        Assert.Equal(1012, await time.PassUntilAsync(onlooker.HearCloseAsync(), TimeSpan.FromSeconds(10)));

        using var a = await relay.JoinAsync("A");
        using var again = await WatchAsync(relay);
        Assert.Equal(["A"], Names(await again.HearAsync("present")));
    }

    [Fact]
    public async Task When_the_relay_stops_onlookers_are_told()
    {
        await using var relay = await TestRelay.StartAsync();
        using var onlooker = await WatchAsync(relay);

        var stopping = relay.StopAsync();

        Assert.Equal(1001, await onlooker.HearCloseAsync());
        await stopping;
    }

    private static Task<TestSocket> WatchAsync(TestRelay relay, Action<ClientWebSocketOptions>? configure = null) =>
        TestSocket.OpenAsync(new Uri(relay.SocketAddress, "/liquid/watch"), options =>
        {
            options.AddSubProtocol("liquid.watch.v1");
            configure?.Invoke(options);
        });

    private static async Task<HttpStatusCode> RefusalAsync(TestRelay relay, Action<ClientWebSocketOptions> configure)
    {
        HttpStatusCode? status = null;
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("liquid.watch.v1");
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("Origin", relay.Origin);
            configure(socket.Options);
            try
            {
                await socket.ConnectAsync(new Uri(relay.SocketAddress, "/liquid/watch"), TestContext.Current.CancellationToken);
            }
            finally
            {
                status = socket.HttpStatusCode;
            }
        });
        return status!.Value;
    }

    private static IEnumerable<string> Names(Frame present) =>
        present["instances"]!.AsArray().Select(instance => (string)instance!["name"]!);

    private static async Task<(string Change, string Name)> NextAsync(TestSocket onlooker)
    {
        var presence = await onlooker.HearAsync("presence");
        return ((string)presence["change"]!, (string)presence["instance"]!["name"]!);
    }
}
