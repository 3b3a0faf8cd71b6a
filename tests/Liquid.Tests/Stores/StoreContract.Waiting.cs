using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Tests.Stores;

/// <summary>What waits in every store, what makes room there, and what is told of it.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_newer_migration_supersedes_the_one_of_its_source_that_waits_for_the_same_target()
    {
        await using var store = await StartWithAsync(["a", "b", "c"]);
        await AppendAsync(store, "a", 1, "b");
        await AppendAsync(store, "c", 1, "b");
        await AppendAsync(store, "a", 2, "*");
        await AppendAsync(store, "a", 3, "b", "receipt");
        var team = await FollowAsync(store);

        await AppendAsync(store, "a", 4, "b");
        await AppendAsync(store, "a", 5, "*");

        Assert.Equal([2, 4, 5, 6], await NumbersAsync(store, "b"));
        Assert.Equal([(5, 1), (6, 3)], team.Commits.Select(commit => (commit.Entry.Number, commit.Superseded)));
    }

    [Fact]
    public async Task A_mirror_to_a_page_that_is_away_keeps_one_message_however_long_it_goes_on()
    {
        await using var store = await StartWithAsync(["a", "b"], options => options.MaxWaitingBytes = 2500);

        for (var id = 1; id <= 50; id++)
        {
            Committed(await AppendAsync(store, "a", id, "*", bytes: 1000));
        }

        Assert.Equal([50], await NumbersAsync(store, "b"));
    }

    [Fact]
    public async Task So_many_messages_wait_and_what_is_superseded_or_applied_makes_room()
    {
        await using var store = await StartWithAsync(["a", "b"], options => options.MaxWaitingMessages = 3);
        Committed(await AppendAsync(store, "a", 1, "b"));
        Committed(await AppendAsync(store, "a", 2, "b", "receipt"));
        Committed(await AppendAsync(store, "a", 3, "b", "receipt"));

        var full = Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", 4, "b", "receipt"));
        Committed(await AppendAsync(store, "a", 4, "b"));
        Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", 5, "b", "receipt"));
        Acknowledge(store, Team, "b", 3);

        Committed(await AppendAsync(store, "a", 5, "b", "receipt"));
        Assert.Equal("MaxWaitingMessages", full.Option);
    }

    [Fact]
    public async Task What_everybody_applied_takes_no_room_any_more()
    {
        await using var store = await StartWithAsync(["a", "b", "c"], options => options.MaxWaitingBytes = 2000);

        for (var id = 1; id <= 20; id++)
        {
            Committed(await AppendAsync(store, "a", id, "*", "receipt", 1000));
            Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", id + 1, "*", "receipt", 1000));
            Acknowledge(store, Team, "b", id);
            Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", id + 1, "*", "receipt", 1000));
            Acknowledge(store, Team, "c", id);
        }
    }

    [Fact]
    public async Task Who_is_forgotten_keeps_nothing_waiting()
    {
        await using var store = await StartWithAsync(["a", "b", "c"], options => options.MaxWaitingBytes = 3000);
        await AppendAsync(store, "a", 1, "*", bytes: 1000);
        await AppendAsync(store, "a", 2, "b", bytes: 1000);
        Acknowledge(store, Team, "c", 1);
        var full = Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", 3, "c", bytes: 2000));
        Assert.Equal("MaxWaitingBytes", full.Option);

        await ForgetAsync(store, "b");

        Committed(await AppendAsync(store, "a", 3, "c", bytes: 2000));
        Assert.IsType<AppendResult.UnknownTarget>(await AppendAsync(store, "a", 4, "b"));
    }

    [Fact]
    public async Task What_outlived_its_time_is_neither_read_nor_takes_room()
    {
        await using var store = await StartWithAsync(["a", "b"], options => options.MaxWaitingBytes = 2000);
        await AppendAsync(store, "a", 1, "b", bytes: 1000, ttl: TimeSpan.FromSeconds(5));
        Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", 2, "b", "receipt", 1000));

        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(await NumbersAsync(store, "b"));
        await store.TidyAsync();

        Committed(await AppendAsync(store, "a", 2, "b", "receipt", 1000));
    }

    [Fact]
    public async Task What_waits_is_counted_and_the_oldest_of_it_told()
    {
        await using var store = await StartWithAsync(["a", "b", "c"]);
        Assert.Equal((0, 0), Counts(await store.WaitingAsync(Team, 10)));
        Assert.Equal((0, 0), Counts(await store.WaitingAsync("nowhere", 10)));
        await AppendAsync(store, "a", 1, "b", bytes: 1000);
        await AppendAsync(store, "b", 1, "a", EnvelopeRules.Receipt);
        await AppendAsync(store, "c", 1, "*");

        var waiting = await store.WaitingAsync(Team, 2);

        Assert.Equal(3, waiting.Count);
        Assert.Equal(
            [(1, "a", "b", EnvelopeRules.Migration, 1), (2, "b", "a", EnvelopeRules.Receipt, 1)],
            waiting.Oldest.Select(message => (message.Number, message.From, message.To, message.Kind, message.Targets)));
        Assert.InRange(waiting.Oldest[0].Size, 1000, 1400);
        Assert.True(waiting.Bytes > waiting.Oldest.Sum(message => message.Size));
        Assert.Equal(Time.GetUtcNow(), waiting.Oldest[0].At, TimeSpan.FromMilliseconds(1));
        Assert.True(waiting.Oldest[0].Expires > waiting.Oldest[0].At);
    }

    [Fact]
    public async Task What_is_applied_waits_no_longer_and_a_broadcast_waits_for_those_who_have_not_applied_it()
    {
        await using var store = await StartWithAsync(["a", "b", "c"]);
        await AppendAsync(store, "a", 1, "b");
        await AppendAsync(store, "a", 2, "*");
        Acknowledge(store, Team, "b", 2);

        // Its own place is read after what was to be written soon.
        await JoinAsync(store, "b");

        Assert.Equal(
            [(2, "*", 1)],
            (await store.WaitingAsync(Team, 10)).Oldest.Select(message => (message.Number, message.To, message.Targets)));
    }

    private static (long Count, long Bytes) Counts(WaitingMessages waiting) => (waiting.Count, waiting.Bytes);
}
