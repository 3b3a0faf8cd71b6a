using Liquid.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace Liquid.Tests.Faults;

/// <summary>A copy of the database, made while everybody sends, takes its place, with all that lies in its folder.</summary>
public sealed class RestoreTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_was_sent_before_a_copy_or_after_its_return_is_applied_and_everybody_goes_on()
    {
        var run = FaultRun.Start("RESTORES", usual: 3, output);
        var random = new Random(run.Seed);
        using var folder = new TemporaryFolder();
        using var relay = new RelayProcess($"--Liquid:Data={folder.Path}");
        await relay.StartAsync();
        using var crowd = await Crowd.GatherAsync(relay.SocketAsync, run.Seed);

        await crowd.SendDuringAsync(async () =>
        {
            for (var restore = 0; restore < run.Faults; restore++)
            {
                await RestoreAsync(relay, folder.Path, crowd, random);
            }
        });
        await crowd.JudgeAsync(output);

        Assert.All(crowd.Instances, instance => Assert.InRange(instance.Rewinds, 1, run.Faults));
    }

    private static async Task RestoreAsync(RelayProcess relay, string folder, Crowd crowd, Random random)
    {
        await crowd.Progress.PassAsync(random.Next(50, 400));
        var before = await SentAsync(crowd);
        using var copy = new TemporaryFolder();
        Copy(folder, copy.Path);

        // Every second time the copy is from a life before the last one.
        await crowd.Progress.PassAsync(random.Next(50, 400));
        if (random.Next(2) == 0)
        {
            await relay.KillAsync();
            await relay.StartAsync();
            await crowd.Progress.PassAsync(random.Next(50, 400));
        }

        await relay.KillAsync();
        await Task.WhenAll(crowd.Instances.Select(instance => instance.AwayAsync));
        foreach (var (_, lost) in (await SentAsync(crowd)).ExceptBy(before.Keys, one => one.Key))
        {
            lost.Outcome = Outcome.Unknown;
        }

        Array.ForEach(Directory.GetFiles(folder), File.Delete);
        Array.ForEach(Directory.GetFiles(copy.Path), file => File.Copy(file, Path.Combine(folder, Path.GetFileName(file))));
        await relay.StartAsync();
    }

    private static async Task<Dictionary<(string From, long Id), Attempt>> SentAsync(Crowd crowd) =>
        (await Task.WhenAll(crowd.Instances.Select(instance => instance.SentAsync())))
            .SelectMany(sent => sent)
            .ToDictionary(attempt => (attempt.From, attempt.Id));

    /// <summary>As SQLite copies a database that is being written to.</summary>
    private static void Copy(string folder, string copy)
    {
        using var from = Open(folder);
        using var to = Open(copy);
        from.BackupDatabase(to);
    }

    private static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "liquid.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
