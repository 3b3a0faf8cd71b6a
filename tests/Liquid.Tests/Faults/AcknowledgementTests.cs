using Liquid.Tests.Stores;

namespace Liquid.Tests.Faults;

/// <summary>Instances that acknowledge what they were never given, what they acknowledged long ago, and all of it twice.</summary>
public sealed class AcknowledgementTests(ITestOutputHelper output)
{
    /// <summary>2^53 - 1: larger ones are no numbers of the protocol.</summary>
    private const long LastNumber = (1L << 53) - 1;

    [Fact]
    public async Task What_was_sent_is_applied_once_and_in_order_whatever_is_acknowledged()
    {
        var run = FaultRun.Start("ACKNOWLEDGEMENTS", usual: 1000, output);
        using var folder = new TemporaryFolder();
        await using var relay = await TestRelay.StartAsync(options =>
        {
            (options.Store, options.Data) = ("sqlite", folder.Path);

            // Deliveries wait for acknowledgements all the time, and are mostly read from the store.
            options.MaxUnacknowledged = 3;
            options.MaxRecentBytes = 2000;
        });
        using var crowd = await Crowd.GatherAsync(
            _ => Task.FromResult(relay.SocketAddress), run.Seed, habits => habits.Acknowledgements = Wild);

        await crowd.SendDuringAsync(() => crowd.Progress.PassAsync(run.Faults));
        await crowd.JudgeAsync(output);

        Assert.Equal(crowd.Instances.Count, crowd.Instances.Sum(instance => instance.Welcomes));
    }

    /// <summary>In any order, in twos and threes, from far behind to the end of numbers; the cursor is among them.</summary>
    private static long[] Wild(Random random, long cursor)
    {
        long[] all = [cursor, cursor, 0, Math.Max(0, cursor - random.Next(100)), cursor + random.Next(1, 100), LastNumber];
        var some = random.GetItems(all, random.Next(4)).Append(cursor).ToArray();
        random.Shuffle(some);
        return some;
    }
}
