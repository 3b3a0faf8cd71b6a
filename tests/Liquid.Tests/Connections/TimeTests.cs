namespace Liquid.Tests.Connections;

public sealed class TimeTests
{
    [Fact]
    public async Task Who_says_no_hello_in_time_is_closed()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(time: time);
        using var socket = await relay.OpenAsync();

        var code = await time.PassUntilAsync(socket.HearCloseAsync(), TimeSpan.FromSeconds(10));

        Assert.Equal(4001, code);
    }

    [Fact]
    public async Task Who_sends_a_frame_drop_by_drop_is_closed_though_never_silent()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(options => options.FrameTimeout = TimeSpan.FromMinutes(3), time);
        using var a = await relay.JoinAsync();
        var closed = a.Socket.HearCloseAsync();

        var drops = 0;
        while (!closed.IsCompleted)
        {
            try
            {
                await a.Socket.SayAsync([(byte)'{'], System.Net.WebSockets.WebSocketMessageType.Text, endOfMessage: false);
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                // Closed between the look and the drop.
            }

            drops++;
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(4000, await closed);
        Assert.True(drops >= 3, $"Closed after {drops} drops.");
    }

    [Fact]
    public async Task Who_falls_silent_is_closed_and_who_pings_is_not()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(time: time);
        using var silent = await relay.JoinAsync();
        using var pinging = await relay.JoinAsync();
        var idle = TimeSpan.FromSeconds((int)silent.Welcome["limits"]!["idle"]!);

        time.Advance(idle / 2);
        await pinging.HearRestAsync();
        time.Advance(idle / 2);

        Assert.Equal(4000, await silent.Socket.HearCloseAsync());
        await pinging.HearPresenceAsync("left");
        Assert.Empty(await pinging.HearRestAsync());
    }

    [Fact]
    public async Task A_message_that_outlived_its_time_is_not_delivered()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(time: time);
        using var a = await relay.JoinAsync();
        using var before = await relay.JoinAsync();
        await before.LeaveAsync();
        await a.HearPresenceAsync("left");
        await a.MigrateAsync(1, before.Id, "short-lived", ttl: 5);
        await a.AnswerAsync(2, before.Id, "long-lived");

        time.Advance(TimeSpan.FromSeconds(5));
        using var after = await relay.JoinAsync(before.Identity);

        Assert.Equal("long-lived", (await after.HearAsync("message")).Text);
    }

    [Fact]
    public async Task Who_is_away_for_too_long_is_forgotten()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(options => options.ForgetAfter = TimeSpan.FromSeconds(60), time);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await b.LeaveAsync();
        await a.HearPresenceAsync("left");

        time.Advance(TimeSpan.FromSeconds(60));
        var forgotten = await a.HearPresenceAsync("forgotten");
        await a.SendAsync(1, b.Id);

        Assert.Equal(b.Id, (string)forgotten["instance"]!["id"]!);
        Assert.Equal("unknown_target", (string)(await a.HearAsync("error"))["code"]!);
    }
}
