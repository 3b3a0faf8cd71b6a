namespace Liquid.Tests.Connections;

public sealed class ResumeTests
{
    [Fact]
    public async Task A_message_waits_for_an_instance_that_is_away()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var before = await relay.JoinAsync();
        await before.LeaveAsync();
        await a.HearPresenceAsync("left");

        var sent = await a.MigrateAsync(1, before.Id, "waits");
        using var after = await relay.JoinAsync(before.Identity);

        Assert.Equal((1, 0), ((int)sent["targets"]!, (int)sent["online"]!));
        Assert.Equal("waits", (await after.HearAsync("message")).Text);
    }

    [Fact]
    public async Task What_was_not_acknowledged_comes_again_and_what_was_does_not()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var before = await relay.JoinAsync();
        for (var id = 1; id <= 3; id++)
        {
            await a.AnswerAsync(id, id == 2 ? "*" : before.Id, $"{id}");
        }

        await before.HearAsync("message");
        await before.AcknowledgeAsync((await before.HearAsync("message")).Number);
        await before.HearAsync("message");
        await before.LeaveAsync();
        using var after = await relay.JoinAsync(before.Identity);

        Assert.Equal(2, after.Cursor);
        Assert.Equal("3", (await after.HearAsync("message")).Text);
        Assert.Empty(await after.HearRestAsync());
    }

    [Fact]
    public async Task A_hello_with_its_cursor_acknowledges_what_was_applied_before_a_cut()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var before = await relay.JoinAsync();
        await a.MigrateAsync(1, before.Id);
        var applied = (await before.HearAsync("message")).Number;
        before.Socket.Raw.Abort();

        using var after = await relay.JoinAsync(before.Identity, applied, before.Epoch);

        Assert.Equal(applied, after.Cursor);
    }

    [Fact]
    public async Task A_cursor_of_another_epoch_or_beyond_the_log_means_nothing()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var before = await relay.JoinAsync();
        await a.MigrateAsync(1, before.Id, "first");
        await before.LeaveAsync();

        using var otherEpoch = await relay.JoinAsync(before.Identity, 1, "0000000000000000");
        Assert.Equal("first", (await otherEpoch.HearAsync("message")).Text);

        using var future = await relay.JoinAsync(before.Identity, 99, before.Epoch);
        Assert.Equal("first", (await future.HearAsync("message")).Text);
    }

    [Fact]
    public async Task An_acknowledgement_of_what_was_never_delivered_skips_nothing()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var before = await relay.JoinAsync();
        await before.AcknowledgeAsync(1000);
        await before.HearRestAsync();
        await before.LeaveAsync();
        await a.HearPresenceAsync("left");

        await a.MigrateAsync(1, before.Id, "still comes");
        using var after = await relay.JoinAsync(before.Identity);

        Assert.Equal("still comes", (await after.HearAsync("message")).Text);
    }

    [Fact]
    public async Task A_repeated_send_is_answered_the_same_and_delivered_once()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        var first = await a.MigrateAsync(5, b.Id, "once");
        using var again = await relay.JoinAsync(a.Identity);
        var second = await again.MigrateAsync(5, b.Id, "once");
        await again.MigrateAsync(6, b.Id, "next");

        Assert.Equal(5, (long)again.Welcome["accepted"]!);
        Assert.Equal(first.Envelope.ToJsonString(), second.Envelope.ToJsonString());
        Assert.Equal("once", (await b.HearAsync("message")).Text);
        Assert.Equal("next", (await b.HearAsync("message")).Text);
    }

    [Fact]
    public async Task A_new_instance_hears_nothing_of_what_was_sent_before_it_came()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.MigrateAsync(1, "*", "old");
        using var late = await relay.JoinAsync();
        await a.MigrateAsync(2, "*", "new");

        Assert.Equal("new", (await late.HearAsync("message")).Text);
    }

    [Fact]
    public async Task A_newer_connection_replaces_the_older_one_without_the_others_seeing_it_leave()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var older = await relay.JoinAsync();
        await a.HearPresenceAsync("joined");

        using var newer = await relay.JoinAsync(older.Identity);

        Assert.Equal(4102, await older.Socket.HearCloseAsync());
        Assert.Empty(await a.HearRestAsync());
        await a.MigrateAsync(1, older.Id, "to the newer");
        Assert.Equal("to the newer", (await newer.HearAsync("message")).Text);
    }

    [Fact]
    public async Task Nobody_speaks_for_an_instance_without_its_key()
    {
        await using var relay = await TestRelay.StartAsync();
        using var owner = await relay.JoinAsync();
        using var thief = await relay.OpenAsync();
        await thief.SayAsync((owner.Identity with { Key = Identity.Token() }).Hello());

        Assert.Equal("wrong_key", (string)(await thief.HearAsync("error"))["code"]!);
        Assert.Equal(4104, await thief.HearCloseAsync());
        Assert.Empty(await owner.HearRestAsync());
    }
}
