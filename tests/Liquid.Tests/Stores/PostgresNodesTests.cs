using Liquid.Log;
using Liquid.Messages;
using Liquid.Postgres;
using Liquid.Stores;
using Liquid.Tests.Fuzzing;
using Liquid.Tests.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Liquid.Tests.Stores;

/// <summary>What stores on several nodes do that share a database.</summary>
public sealed class PostgresNodesTests(PostgresServer server) : PostgresStores(server)
{
    private const string Team = "team";

    [Fact]
    public async Task Each_node_tells_what_all_commit_without_a_gap_and_in_order()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        var (atA, atB) = (await FollowAsync(a), await FollowAsync(b));
        var onA = await JoinAsync(a, "a");
        var onB = await JoinAsync(b, "b");

        await Task.WhenAll(Enumerable.Range(1, 200).SelectMany(id => new[]
        {
            AppendAsync(a, "a", onA, id, "b"),
            AppendAsync(b, "b", onB, id, "a"),
        }));
        await Task.WhenAll(atA.HearAsync<Commit>(IsLast), atB.HearAsync<Commit>(IsLast));

        Assert.Equal(Enumerable.Range(1, 400).Select(number => (long)number), Numbers(atA));
        Assert.Equal(Numbers(atA), Numbers(atB));

        static bool IsLast(Commit commit) => commit.Entry.Number == 400;
        static IEnumerable<long> Numbers(RecordingFollower follower) => follower.Commits.Select(commit => commit.Entry.Number);
    }

    [Fact]
    public async Task What_another_node_supersedes_is_told_so_though_those_in_between_were_never_seen()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        var atB = await FollowAsync(b);
        await FollowAsync(a);
        var onA = await JoinAsync(a, "a");
        await JoinAsync(b, "b");

        for (var id = 1; id <= 50; id++)
        {
            await AppendAsync(a, "a", onA, id, "b", "migration");
        }

        await atB.HearAsync<Commit>(commit => commit.Entry.Number == 50);
        var told = atB.Commits;
        Assert.Equal(told.SkipLast(1).Select(commit => commit.Entry.Number), told.Skip(1).Select(commit => commit.Superseded));
    }

    [Fact]
    public async Task The_newest_connection_wins_and_the_older_one_neither_sends_nor_acknowledges_any_more()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        var atA = await FollowAsync(a);
        await FollowAsync(b);
        var older = await JoinAsync(a, "x");
        var other = await JoinAsync(a, "y");
        await AppendAsync(a, "y", other, 1, "x");

        var newer = await JoinAsync(b, "x");
        var refused = Assert.IsType<AppendResult.Ended>(await AppendAsync(a, "x", older, 1, "y"));
        a.Acknowledge(Team, "x", older, 1);
        a.Describe(Team, Instance("x") with { Name = "Old", LastSeen = DateTimeOffset.UtcNow, Generation = older });
        await a.ForgetAsync(Team, "x", older);

        Assert.Equal(CloseReason.Replaced, refused.Reason);
        Assert.True(newer > older);
        Assert.Equal(newer, (await atA.HearAsync<InstanceRecord>(x => x.Generation == newer)).Generation);
        Assert.Equal([1], (await b.ReadAsync(Team, "x", 0, 10)).Select(entry => entry.Number));
        var after = (await FollowAsync(b)).Record.Instances.Single(instance => instance.Id == "x");
        Assert.Equal(("Name of x", null), (after.Name, after.LastSeen));
        Assert.Equal(0, await PlaceAsync(b, "x"));
    }

    [Fact]
    public async Task A_key_belongs_to_an_instance_on_all_nodes()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        await FollowAsync(a);
        await FollowAsync(b);
        await JoinAsync(a, "x");

        var thief = await b.JoinAsync(Team, Instance("x") with { KeyHash = [9] }, 0, _ => { });

        Assert.IsType<Admission.WrongKey>(thief);
    }

    [Fact]
    public async Task Of_a_space_that_another_node_gave_up_the_next_one_begins_anew()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        var atA = await FollowAsync(a);
        await FollowAsync(b);
        var generation = await JoinAsync(a, "x");
        await a.ForgetAsync(Team, "x", generation);

        await b.CloseAsync(Team);

        await atA.HearAsync<RecordingFollower.Closing>(_ => true);
        Assert.IsType<Admission.Closed>(await a.JoinAsync(Team, Instance("x"), 0, _ => { }));
        var anew = await FollowAsync(a);
        Assert.NotEqual(atA.Record.Epoch, anew.Record.Epoch);
        Assert.True(await JoinAsync(a, "x") > generation);
    }

    [Fact]
    public async Task Who_was_away_for_too_long_is_forgotten_by_any_node_and_all_are_told()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        var atA = await FollowAsync(a);
        var generation = await JoinAsync(a, "x");
        await JoinAsync(a, "y");
        a.Describe(Team, Instance("x") with { LastSeen = DateTimeOffset.UtcNow.AddDays(-1), Generation = generation });
        await JoinAsync(a, "y"); // What is written soon is written with it.

        await b.TidyAsync();

        Assert.Equal("x", (await atA.HearAsync<RecordingFollower.Departure>(_ => true)).Instance);
        Assert.Equal(["y"], (await FollowAsync(b)).Record.Instances.Select(instance => instance.Id));
    }

    [Fact]
    public async Task A_node_that_was_taken_for_dead_speaks_for_nobody_until_they_come_back()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        var (atA, atB) = (await FollowAsync(a), await FollowAsync(b));
        var onA = await JoinAsync(a, "x");
        await JoinAsync(b, "y");
        await ExecuteAsync("delete from liquid.node where id = (select min(id) from liquid.node)");
        await atB.HearAsync<InstanceRecord>(x => x is { Id: "x", LastSeen: not null });

        var refused = Assert.IsType<AppendResult.Ended>(await AppendAsync(a, "x", onA, 1, "y"));
        await atA.HearAsync<RecordingFollower.LeaseLoss>(_ => true);
        var again = await JoinAsync(a, "x");

        Assert.Equal(CloseReason.LostLease, refused.Reason);
        Assert.IsType<AppendResult.Committed>(await AppendAsync(a, "x", again, 1, "y"));
        await atB.HearAsync<InstanceRecord>(x => x is { Id: "x", LastSeen: null } && x.Generation == again);
    }

    [Fact]
    public async Task A_node_that_can_not_beat_delivers_nothing_until_it_knows_that_it_is_not_taken_for_dead()
    {
        var store = await StartAsync();
        var follower = await FollowAsync(store);
        await JoinAsync(store, "x");
        Assert.True(store.MayDeliver);
        await using var source = NpgsqlDataSource.Create(Database);
        await using (var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var locking = new NpgsqlCommand("lock table liquid.node", connection);
            await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            while (store.MayDeliver)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }

        await follower.HearAsync<RecordingFollower.Skip>(_ => true);
        Assert.True(store.MayDeliver);
        Assert.Empty(follower.Heard<RecordingFollower.LeaseLoss>());
    }

    [Fact]
    public async Task While_the_disk_is_full_sends_are_refused_and_then_go_on()
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.Mount(folder.Path, megabytes: 48);
        Assert.SkipWhen(disk is null, "Only root can mount a small disk.");
        // Not the others' server: whichever of its processes needs room in the shared buffers may be the one that has to write here.
        await using var own = new PostgresServer();
        Database = await own.CreateDatabaseAsync(folder.Path);
        var store = await StartAsync();
        await FollowAsync(store);
        var (a, b) = (await JoinAsync(store, "a"), await JoinAsync(store, "b"));
        disk.Fill();

        var problem = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => AppendAsync(store, "a", a, 1, "b", bytes: 5_000_000));
        Assert.Contains("full", problem.Message);

        disk.MakeRoom();
        Assert.IsType<AppendResult.Committed>(await AppendAsync(store, "a", a, 2, "b", bytes: 5_000_000));
        Assert.Single(await store.ReadAsync(Team, "b", 0, 10));
        await StopAsync();
    }

    [Fact]
    public async Task A_message_that_waits_for_room_is_refused_with_the_commit_that_fails_and_never_stored()
    {
        var store = await StartAsync(options => options.MaxWaitingBytes = 3000);
        await FollowAsync(store);
        var (a, b) = (await JoinAsync(store, "a"), await JoinAsync(store, "b"));
        await AppendAsync(store, "a", a, 1, "b", bytes: 1000);
        await ExecuteAsync("""
            create function liquid.fail() returns trigger language plpgsql as
                'begin if new.source = ''a'' and new.number > 1 then raise exception using errcode = ''disk_full'', message = ''full''; end if; return new; end';
            create trigger fail before insert on liquid.message for each row execute function liquid.fail();
            """);
        await using var source = NpgsqlDataSource.Create(Database);
        await using var looking = await LockAsync("lock table liquid.departed");
        await ExecuteAsync("select pg_notify('liquid', key || ' ' || head + 1 || ' ' || revision) from liquid.space");
        await WaitForLockAsync("relation");

        // While the space looks what another node committed, two messages come, which so go into one commit.
        Task<AppendResult>[] together = [AppendAsync(store, "a", a, 2, "b"), AppendAsync(store, "b", b, 1, "a", bytes: 2500)];
        await using var writing = await LockAsync("select from liquid.space for update");
        await looking.DisposeAsync();
        await WaitForLockAsync("transactionid");

        // While that one waits, something is applied: what finds no room is to come again behind it.
        store.Acknowledge(Team, "b", b, 1);
        await writing.DisposeAsync();
        foreach (var one in together)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => one);
        }

        await ExecuteAsync("drop trigger fail on liquid.message");
        Assert.IsType<AppendResult.Committed>(await AppendAsync(store, "b", b, 2, "a"));
        Assert.Equal([2], (await store.ReadAsync(Team, "a", 0, 10)).Select(entry => entry.Number));

        async Task<NpgsqlConnection> LockAsync(string sql)
        {
            var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand($"begin; {sql}", connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            return connection;
        }

        async Task WaitForLockAsync(string kind)
        {
            await using var look = source.CreateCommand(
                $"select exists (select from pg_stat_activity where datname = current_database() and wait_event = '{kind}')");
            while (await look.ExecuteScalarAsync(TestContext.Current.CancellationToken) is false)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task A_copy_in_the_place_of_the_database_begins_another_epoch_and_knows_how_far_its_own_came()
    {
        var store = await StartAsync();
        var first = (await FollowAsync(store)).Record.Epoch;
        var (a, _) = (await JoinAsync(store, "a"), await JoinAsync(store, "b"));
        await AppendAsync(store, "a", a, 1, "b");
        await StopAsync();

        var again = (await FollowAsync(await StartAsync())).Record;
        Assert.Equal(first, again.Epoch);
        Assert.Empty(again.Earlier!);
        await StopAsync();

        var original = new NpgsqlConnectionStringBuilder(Database);
        await Server.ExecuteAsync($"create database copy_of_{original.Database} template {original.Database}");
        Database = new NpgsqlConnectionStringBuilder(Database) { Database = $"copy_of_{original.Database}" }.ConnectionString;
        var copy = (await FollowAsync(await StartAsync())).Record;
        var beside = (await FollowAsync(await StartAsync())).Record;

        Assert.NotEqual(first, copy.Epoch);
        Assert.Equal([new(first, 1)], copy.Earlier!);
        Assert.Equal((copy.Epoch, 1), (beside.Epoch, beside.Head));
    }

    private static InstanceRecord Instance(string id) => new(id, [1, 2, 3], $"Name of {id}", "http://localhost/", null);

    private static async Task<RecordingFollower> FollowAsync(PostgresStore store) =>
        await store.OpenAsync(Team, record => new RecordingFollower(record));

    /// <summary>The generation of the new connection.</summary>
    private static async Task<long> JoinAsync(PostgresStore store, string id) =>
        Assert.IsType<Admission.Admitted>(await store.JoinAsync(Team, Instance(id), 0, _ => { })).Place.Generation;

    private static async Task<long> PlaceAsync(PostgresStore store, string id) =>
        Assert.IsType<Admission.Admitted>(await store.JoinAsync(Team, Instance(id), 0, _ => { })).Place.Cursor;

    private static Task<AppendResult> AppendAsync(
        PostgresStore store, string from, long generation, long id, string to, string kind = "receipt", int bytes = 0)
    {
        var send = new Send(id, to, kind, kind == "receipt" ? 1 : null);
        var frame = new MessageFrame(new byte[bytes], isBinary: false);
        return store.AppendAsync(Team, new Submission(from, send, frame, TimeSpan.FromDays(1), 0, generation)).AsTask();
    }
}
