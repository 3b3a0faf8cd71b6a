using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Tests.Stores;

/// <summary>What every store tells of what waits.</summary>
public abstract partial class StoreContract
{
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
