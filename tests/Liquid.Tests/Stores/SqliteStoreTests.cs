using Liquid.Log;
using Liquid.Stores;
using Liquid.Stores.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Liquid.Tests.Stores;

public sealed class SqliteStoreTests : StoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_waits_and_who_is_there_outlives_the_relay()
    {
        string epoch;
        await using (var store = await StartWithAsync(["a", "b", "c"]))
        {
            epoch = (await OpenAsync(store, Team)).Epoch;
            for (var id = 1; id <= 4; id++)
            {
                await AppendAsync(store, "a", id, "*", "receipt");
            }

            Acknowledge(store, Team, "b", 3);
            store.Describe(Team, Instance("c") with { Name = "Renamed", Generation = 3 });
        }

        await using var again = await StartAsync(new LiquidOptions());
        var space = await OpenAsync(again, Team);

        Assert.Equal([Team], await again.SpacesAsync());
        Assert.NotEqual(epoch, space.Epoch);
        Assert.Equal(4, space.Head);
        Assert.Equal(4, space.Earlier![epoch]);
        Assert.DoesNotContain(space.Instances, instance => instance.LastSeen is null);
        Assert.Equal(["Name of a", "Name of b", "Renamed"], space.Instances.Select(instance => instance.Name).Order());
        Assert.Equal([4], await NumbersAsync(again, "b"));
        Assert.Equal([1, 2, 3, 4], await NumbersAsync(again, "c"));
        Assert.Equal(4, (await JoinAsync(again, "a")).Accepted);
        var repeated = Assert.IsType<AppendResult.Repeated>(await AppendAsync(again, "a", 4, "*", "receipt"));
        Assert.Equal((4, 2), (repeated.Answer.Number, repeated.Answer.Targets));
    }

    [Fact]
    public async Task A_copy_in_the_place_of_the_database_knows_how_far_its_epochs_came_and_not_those_that_were_begun_since()
    {
        string first, second, third;
        await using (var store = await StartWithAsync(["a", "b"]))
        {
            first = (await OpenAsync(store, Team)).Epoch;
            await AppendAsync(store, "a", 1, "b");
        }

        File.Copy(_folder.Database, _folder.Database + ".copy");
        await using (var store = await StartAsync(new LiquidOptions()))
        {
            second = (await OpenAsync(store, Team)).Epoch;
            await AppendAsync(store, "a", 2, "b");
        }

        File.Move(_folder.Database + ".copy", _folder.Database, overwrite: true);
        await using var restored = await StartAsync(new LiquidOptions());
        var space = await OpenAsync(restored, Team);
        third = space.Epoch;

        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
        Assert.Equal([new(first, 1)], space.Earlier!);
    }

    [Fact]
    public async Task An_epoch_is_forgotten_when_everybody_who_knew_it_is()
    {
        var options = new LiquidOptions { ForgetAfter = TimeSpan.FromHours(1) };
        await using (await StartWithAsync(["a"]))
        {
        }

        await using (var store = await StartAsync(options))
        {
            Assert.Single((await OpenAsync(store, Team)).Earlier!);
        }

        Time.Advance(TimeSpan.FromHours(2));
        await using var later = await StartAsync(options);

        Assert.Single((await OpenAsync(later, Team)).Earlier!);
    }

    [Fact]
    public async Task While_another_program_locks_the_database_sends_are_refused_and_then_go_on()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        await using (var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            other.Open();
            Execute(other, "begin immediate");

            var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, "a", 1, "b"));
            Assert.Contains("locked", problem.Message);
            Acknowledge(store, Team, "b", 1);
            Execute(other, "rollback");
        }

        Assert.Equal(1, Committed(await AppendAsync(store, "a", 2, "b")).Number);
    }

    [Fact]
    public async Task While_the_disk_is_full_sends_are_refused_and_then_go_on()
    {
        using var disk = SmallDisk.Mount(_folder.Path);
        Assert.SkipWhen(disk is null, "Only root can mount a small disk.");
        await using var store = await StartWithAsync(["a", "b"]);
        await AppendAsync(store, "a", 1, "b", "receipt");
        disk.Fill();

        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => AppendAsync(store, "a", 2, "b", "receipt", bytes: 1_000_000));
        Assert.Contains("full", problem.Message);
        Assert.Equal(1, (await store.ReadAsync(Team, "b", 0, 10)).Single().Number);

        disk.MakeRoom();
        Assert.Equal(2, Committed(await AppendAsync(store, "a", 3, "b", "receipt", bytes: 1_000_000)).Number);
    }

    [Fact]
    public async Task While_the_folder_may_only_be_read_sends_are_refused_and_then_go_on()
    {
        using var disk = SmallDisk.Mount(_folder.Path);
        Assert.SkipWhen(disk is null, "Only root can mount a small disk.");
        await using var store = await StartWithAsync(["a", "b"]);
        await AppendAsync(store, "a", 1, "b", "receipt");
        await using (var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            // A commit that fails makes the store open its file anew.
            other.Open();
            Execute(other, "begin immediate");
            using (disk.ForbidWriting())
            {
                await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, "a", 2, "b", "receipt"));
                Execute(other, "rollback");
                var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, "a", 3, "b", "receipt"));
                Assert.Contains("Make the folder Liquid:Data writable", problem.Message);
                await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.CheckAsync());
            }
        }

        Assert.Equal(2, Committed(await AppendAsync(store, "a", 4, "b", "receipt")).Number);
        await store.CheckAsync();
        Assert.Equal([1, 2], await NumbersAsync(store, "b"));
    }

    [Fact]
    public async Task A_folder_that_may_only_be_read_stops_the_start()
    {
        using var disk = SmallDisk.Mount(_folder.Path);
        Assert.SkipWhen(disk is null, "Only root can mount a small disk.");
        using var forbidden = disk.ForbidWriting();

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync(new LiquidOptions()));

        Assert.Contains("Choose a folder it may write: --Liquid:Data=PATH", problem.Message);
    }

    [Fact]
    public async Task A_file_with_damaged_pages_is_refused_by_name()
    {
        await using (var store = await StartWithAsync(["a", "b"]))
        {
            await AppendAsync(store, "a", 1, "b", bytes: 100_000);
        }

        await using (var file = File.OpenWrite(_folder.Database))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xff, 50_000).ToArray(), TestContext.Current.CancellationToken);
        }

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync(new LiquidOptions()));

        Assert.Contains(_folder.Database, problem.Message);
        Assert.Contains("Mend or remove the file", problem.Message);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_by_name()
    {
        await File.WriteAllTextAsync(_folder.Database, new string('x', 10_000), TestContext.Current.CancellationToken);

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync(new LiquidOptions()));

        Assert.Contains(_folder.Database, problem.Message);
        Assert.Contains("--Liquid:Data", problem.Message);
    }

    [Fact]
    public async Task A_file_of_a_newer_relay_is_refused()
    {
        await using (await StartAsync(new LiquidOptions()))
        {
        }

        await using (var newer = new SqliteConnection($"Data Source={_folder.Database};Pooling=False"))
        {
            newer.Open();
            Execute(newer, "pragma user_version = 99");
        }

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync(new LiquidOptions()));
        Assert.Contains("newer relay", problem.Message);
    }

    [Fact]
    public async Task Two_relays_never_share_a_folder()
    {
        await using var first = await StartAsync(new LiquidOptions());

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync(new LiquidOptions()));

        Assert.Contains("another relay", problem.Message);
    }

    [Fact]
    public async Task A_large_backlog_is_read_a_bounded_number_of_bytes_at_a_time()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        for (var id = 1; id <= 4; id++)
        {
            await AppendAsync(store, "a", id, "b", "receipt", bytes: 600_000);
        }

        Assert.Equal(2, (await store.ReadAsync(Team, "b", 0, 16)).Count);
        Assert.Equal([1, 2, 3, 4], await NumbersAsync(store, "b"));
    }

    private protected override async Task<IStore> StartAsync(LiquidOptions options)
    {
        options.Data = _folder.Path;
        var settings = new HostApplicationBuilder();
        var folder = new DataFolder(Options.Create(options), settings.Environment, settings.Configuration);
        var store = new SqliteStore(folder, Options.Create(options), Time, NullLogger<SqliteStore>.Instance);
        await store.StartAsync(TestContext.Current.CancellationToken);
        return store;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
