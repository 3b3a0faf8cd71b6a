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
