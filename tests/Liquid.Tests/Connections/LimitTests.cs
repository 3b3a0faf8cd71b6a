using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Connections;

public sealed class LimitTests
{
    [Fact]
    public async Task Who_sends_too_fast_is_told_when_to_send_again()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(options => options.MaxSendsPerSecond = 2, time);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.AnswerAsync(1, b.Id);
        await a.AnswerAsync(2, b.Id);

        await a.SendAsync(3, b.Id);
        var error = await a.HearAsync("error");
        time.Advance(TimeSpan.FromMilliseconds((int)error["retryAfterMs"]!));
        await a.AnswerAsync(4, b.Id);

        Assert.Equal(("unavailable", 3, true, 500), (
            (string)error["code"]!, (int)error["id"]!, (bool)error["retryable"]!, (int)error["retryAfterMs"]!));
        Assert.Contains("MaxSendsPerSecond", (string)error["message"]!);
        Assert.Equal([1, 2, 4], (await b.HearRestAsync()).Where(frame => frame.Type == "message").Select(frame => (int)frame["id"]!));
    }

    [Fact]
    public async Task Another_name_counts_as_a_message_since_all_others_are_told()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxSendsPerSecond = 2, new ManualTime());
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        foreach (var name in new[] { "First", "Second", "Third" })
        {
            await a.Socket.SayAsync(new JsonObject { ["type"] = "rename", ["name"] = name });
        }

        var error = await a.HearAsync("error");
        Assert.Equal(("unavailable", true), ((string)error["code"]!, (bool)error["retryable"]!));
        Assert.Contains("MaxSendsPerSecond", (string)error["message"]!);
        Assert.Equal(["First", "Second"], (await b.HearRestAsync()).Select(frame => (string)frame["instance"]!["name"]!));
    }

    [Fact]
    public async Task Who_acknowledges_nothing_is_given_so_many_messages_and_the_rest_as_it_goes_on()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxUnacknowledged = 3);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        for (var id = 1; id <= 5; id++)
        {
            await a.AnswerAsync(id, b.Id);
        }

        Assert.Equal([1, 2, 3], await HearNumbersAsync(b, 3));
        Assert.Empty(await b.HearRestAsync());
        await b.AcknowledgeAsync(1);
        Assert.Equal([4], await HearNumbersAsync(b, 1));
        await b.AcknowledgeAsync(4);
        Assert.Equal([5], await HearNumbersAsync(b, 1));
    }

    [Fact]
    public async Task A_large_message_fills_the_window_alone()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxUnacknowledgedBytes = 1000);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.AnswerAsync(1, b.Id, new string('x', 5000));
        await a.AnswerAsync(2, b.Id);

        Assert.Equal([1], await HearNumbersAsync(b, 1));
        Assert.Empty(await b.HearRestAsync());
        await b.AcknowledgeAsync(1);
        Assert.Equal([2], await HearNumbersAsync(b, 1));
    }

    [Fact]
    public async Task Whoever_is_slow_to_apply_a_mirror_gets_its_newest_state_next()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxUnacknowledged = 1);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.MigrateAsync(1, "*", "1");
        Assert.Equal("1", (await b.HearAsync("message")).Text);

        for (var id = 2; id <= 20; id++)
        {
            await a.MigrateAsync(id, "*", $"{id}");
        }

        await b.AcknowledgeAsync(1);
        Assert.Equal("20", (await b.HearAsync("message")).Text);
    }

    [Theory]
    [InlineData("MaxConnectionsPerAddress")]
    [InlineData("MaxConnectionsPerSpace")]
    public async Task One_connection_more_than_may_be_open_is_refused_until_one_of_them_ends(string option)
    {
        await using var relay = await TestRelay.StartAsync(
            options => typeof(LiquidOptions).GetProperty(option)!.SetValue(options, 2));
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        Assert.Contains(option, await RefusalAsync(relay));
        await b.Socket.CloseAsync();
        using var c = await OpenWhenThereIsRoomAsync(relay);
    }

    [Fact]
    public async Task A_socket_that_is_turned_away_counts_until_it_is_gone()
    {
        await using var relay = await TestRelay.StartAsync(options => (options.Spaces, options.MaxConnectionsPerAddress) = ("paired", 2));

        // Newcomers, whose sockets are about to be closed and who do not answer that.
        using var first = await relay.OpenAsync();
        using var second = await relay.OpenAsync();

        Assert.Contains("MaxConnectionsPerAddress", await RefusalAsync(relay));
        Assert.Equal(4002, await first.HearCloseAsync());
        using var third = await OpenWhenThereIsRoomAsync(relay);
    }

    /// <summary>What the relay says in place of an upgrade; empty if it makes one.</summary>
    private static async Task<string> RefusalAsync(TestRelay relay)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/liquid/socket")
        {
            Headers =
            {
                { "Origin", relay.Origin },
                { "Connection", "Upgrade" },
                { "Upgrade", "websocket" },
                { "Sec-WebSocket-Version", "13" },
                { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" },
                { "Sec-WebSocket-Protocol", "liquid.v1" },
            },
        };
        using var response = await relay.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return response.StatusCode == HttpStatusCode.SwitchingProtocols
            ? ""
            : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The relay gives a place back a moment after the peer of a socket hears its end.</summary>
    private static async Task<TestSocket> OpenWhenThereIsRoomAsync(TestRelay relay)
    {
        while (true)
        {
            try
            {
                return await relay.OpenAsync();
            }
            catch (WebSocketException)
            {
                // Refused.
            }
        }
    }

    private static async Task<List<long>> HearNumbersAsync(TestInstance instance, int count)
    {
        var numbers = new List<long>();
        while (numbers.Count < count)
        {
            numbers.Add((await instance.HearAsync("message")).Number);
        }

        return numbers;
    }
}
