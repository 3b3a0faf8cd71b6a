using Liquid.Tests.Stores;

namespace Liquid.Tests.Connections;

public sealed class RestartTests
{
    [Fact]
    public async Task Who_was_there_and_what_waits_is_still_there_when_the_relay_comes_back()
    {
        using var folder = new TemporaryFolder();
        var (sender, target) = (new Identity("Chromium"), new Identity("Firefox"));
        string epoch;
        await using (var relay = await StartAsync(folder))
        {
            using var a = await relay.JoinAsync(sender);
            using var b = await relay.JoinAsync(target);
            epoch = a.Epoch;
            await a.AnswerAsync(1, "*", "applied");
            await b.AcknowledgeAsync((await b.HearAsync("message")).Number);
            await b.LeaveAsync();
            await a.HearPresenceAsync("left");
            await a.AnswerAsync(2, b.Id, "waits");
        }

        await using var again = await StartAsync(folder);
        var listed = await again.Http.GetStringAsync("/liquid/instances", TestContext.Current.CancellationToken);
        using var afterwards = await again.JoinAsync(target);
        using var resent = await again.JoinAsync(sender);

        Assert.Contains(sender.Id, listed);
        Assert.Contains("\"Firefox\"", listed);
        Assert.NotEqual(epoch, afterwards.Epoch);
        Assert.Equal(1, afterwards.Cursor);
        Assert.Equal("waits", (await afterwards.HearAsync("message")).Text);
        Assert.Equal(2, (long)resent.Welcome["accepted"]!);
        Assert.Equal(2, (await resent.AnswerAsync(2, target.Id, "waits")).Number);
        Assert.DoesNotContain(await afterwards.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task An_instance_keeps_its_key_across_a_restart()
    {
        using var folder = new TemporaryFolder();
        var owner = new Identity("Chromium");
        await using (var relay = await StartAsync(folder))
        {
            using var a = await relay.JoinAsync(owner);
        }

        await using var again = await StartAsync(folder);
        using var thief = await again.OpenAsync();
        await thief.SayAsync((owner with { Key = Identity.Token() }).Hello());

        Assert.Equal(4104, await thief.HearCloseAsync());
    }

    [Fact]
    public async Task What_is_older_than_memory_holds_is_read_from_the_store()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await StartAsync(folder, options => options.MaxRecentBytes = 0);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        for (var id = 1; id <= 50; id++)
        {
            await a.AnswerAsync(id, id % 2 == 0 ? "*" : b.Id, $"{id}");
        }

        for (var id = 1; id <= 50; id++)
        {
            Assert.Equal($"{id}", (await b.HearAsync("message")).Text);
        }
    }

    private static Task<TestRelay> StartAsync(TemporaryFolder folder, Action<LiquidOptions>? configure = null) =>
        TestRelay.StartAsync(options =>
        {
            (options.Store, options.Data) = ("sqlite", folder.Path);
            configure?.Invoke(options);
        });
}
