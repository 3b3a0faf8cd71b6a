using FsCheck;
using FsCheck.Fluent;
using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Tests.Stores;

/// <summary>What every store does.</summary>
public abstract class StoreContract
{
    private protected const string Team = "team";

    private protected ManualTime Time { get; } = new();

    private protected abstract Task<IStore> StartAsync(LiquidOptions options);

    /// <summary>Plays random steps beside a plain model, and compares what each reader is given at the end.</summary>
    [Fact]
    public async Task Whatever_happens_everyone_reads_what_is_theirs_once_and_in_order()
    {
        await using var store = await StartAsync(new LiquidOptions());
        var space = 0;
        Prop.ForAll<byte[]>(steps => PlayAsync(store, $"space {++space}", steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(100));
    }

    [Fact]
    public async Task Commits_are_told_in_order_of_their_numbers_before_their_senders_hear_of_them()
    {
        await using var store = await StartWithAsync(["a", "b", "c"]);
        var told = new List<long>();

        string[] sources = ["a", "b"];
        var appends = Enumerable.Range(1, 100).SelectMany(id => sources.Select(from =>
            AppendAsync(store, from, id, "c", "receipt", committed: commit => told.Add(commit.Entry.Number))));
        var numbers = (await Task.WhenAll(appends)).Select(result => Committed(result).Number!.Value);

        Assert.Equal(told.Order(), told);
        Assert.Equal(numbers.Order(), told);
    }

    [Fact]
    public async Task A_newer_migration_supersedes_the_one_of_its_source_that_waits_for_the_same_target()
    {
        await using var store = await StartWithAsync(["a", "b", "c"]);
        await AppendAsync(store, "a", 1, "b");
        await AppendAsync(store, "c", 1, "b");
        await AppendAsync(store, "a", 2, "*");
        await AppendAsync(store, "a", 3, "b", "receipt");
        var commits = new List<Commit>();

        await AppendAsync(store, "a", 4, "b", committed: commits.Add);
        await AppendAsync(store, "a", 5, "*", committed: commits.Add);

        Assert.Equal([2, 4, 5, 6], await NumbersAsync(store, "b"));
        Assert.Equal([(5, 1), (6, 3)], commits.Select(commit => (commit.Entry.Number, commit.Superseded)));
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
    public async Task What_everybody_applied_takes_no_room_any_more()
    {
        await using var store = await StartWithAsync(["a", "b", "c"], options => options.MaxWaitingBytes = 2000);

        for (var id = 1; id <= 20; id++)
        {
            Committed(await AppendAsync(store, "a", id, "*", "receipt", 1000));
            Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", id + 1, "*", "receipt", 1000));
            store.Acknowledge(Team, "b", id);
            Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", id + 1, "*", "receipt", 1000));
            store.Acknowledge(Team, "c", id);
        }
    }

    [Fact]
    public async Task Who_is_forgotten_keeps_nothing_waiting()
    {
        await using var store = await StartWithAsync(["a", "b", "c"], options => options.MaxWaitingBytes = 3000);
        await AppendAsync(store, "a", 1, "*", bytes: 1000);
        await AppendAsync(store, "a", 2, "b", bytes: 1000);
        store.Acknowledge(Team, "c", 1);
        Assert.IsType<AppendResult.Full>(await AppendAsync(store, "a", 3, "c", bytes: 2000));

        await store.ForgetAsync(Team, "b");

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
    public async Task A_send_that_is_repeated_is_answered_and_not_stored_again()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        await AppendAsync(store, "a", 4, "b", "receipt");
        var first = Committed(await AppendAsync(store, "a", 5, "b", "receipt"));

        var last = Assert.IsType<AppendResult.Repeated>(await AppendAsync(store, "a", 5, "b", "receipt"));
        var older = Assert.IsType<AppendResult.Repeated>(await AppendAsync(store, "a", 4, "b", "receipt"));

        Assert.Equal(first, last.Answer);
        Assert.Equal(4, older.Answer.Id);
        Assert.Equal([1, 2], await NumbersAsync(store, "b"));
        Assert.Equal(5, (await JoinAsync(store, "a")).Accepted);
    }

    [Fact]
    public async Task Who_comes_later_starts_at_the_head_and_keeps_no_older_broadcast_waiting()
    {
        await using var store = await StartWithAsync(["a", "b"], options => options.MaxWaitingBytes = 2000);
        await AppendAsync(store, "a", 1, "*", "receipt", 1000);
        store.Acknowledge(Team, "b", 1);

        Assert.Equal(1, (await JoinAsync(store, "late")).Cursor);
        var second = Committed(await AppendAsync(store, "a", 2, "*", "receipt", 1000));

        Assert.Equal((2, 2), (second.Targets, second.Number));
        Assert.Equal([2], await NumbersAsync(store, "late"));
    }

    [Fact]
    public async Task A_cursor_moves_forward_only_and_never_beyond_the_log()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        for (var id = 1; id <= 3; id++)
        {
            await AppendAsync(store, "a", id, "b", "receipt");
        }

        store.Acknowledge(Team, "b", 2);
        store.Acknowledge(Team, "b", 1);

        Assert.Equal(2, (await JoinAsync(store, "b")).Cursor);
        Assert.Equal(2, (await JoinAsync(store, "b", applied: 1)).Cursor);
        Assert.Equal(2, (await JoinAsync(store, "b", applied: 4)).Cursor);
        Assert.Equal(3, (await JoinAsync(store, "b", applied: 3)).Cursor);
    }

    [Fact]
    public async Task It_knows_who_is_in_a_space_what_they_are_called_and_when_they_were_there()
    {
        await using var store = await StartWithAsync(["a"]);
        var gone = Instance("b") with { Name = "Küche", LastSeen = Time.GetUtcNow() };
        await store.JoinAsync(Team, Instance("b"), 0);
        await store.JoinAsync(Team, Instance("c"), 0);
        store.Describe(Team, gone);
        await store.ForgetAsync(Team, "c");

        var record = await store.OpenAsync(Team);

        // A join writes what is to be written soon, whosever it is.
        await JoinAsync(store, "a");
        record = await store.OpenAsync(Team);
        Assert.Equal(["a", "b"], record.Instances.Select(instance => instance.Id).Order());
        var stored = record.Instances.Single(instance => instance.Id == "b");
        Assert.Equal((gone.Name, gone.Page, gone.LastSeen), (stored.Name, stored.Page, stored.LastSeen));
        Assert.Equal(gone.KeyHash, stored.KeyHash);
        Assert.Equal([Team], await store.SpacesAsync());
    }

    [Fact]
    public async Task Spaces_share_nothing_though_their_instances_have_the_same_ids()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        var other = await store.OpenAsync("other");
        await store.JoinAsync("other", Instance("a"), 0);
        await store.JoinAsync("other", Instance("b"), 0);

        await AppendAsync(store, "a", 1, "*");

        Assert.NotEqual((await store.OpenAsync(Team)).Epoch, other.Epoch);
        Assert.Empty(await store.ReadAsync("other", "b", 0, 10));
        Assert.Equal(0, (await store.JoinAsync("other", Instance("a"), 0)).Accepted);
        Assert.Equal((1, 0), ((await store.OpenAsync(Team)).Head, (await store.OpenAsync("other")).Head));
    }

    [Fact]
    public async Task A_space_that_was_closed_begins_anew_under_another_epoch()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        var before = await store.OpenAsync(Team);
        await AppendAsync(store, "a", 1, "b");
        await store.ForgetAsync(Team, "a");
        await store.ForgetAsync(Team, "b");

        await store.CloseAsync(Team);
        var after = await store.OpenAsync(Team);

        Assert.NotEqual(before.Epoch, after.Epoch);
        Assert.Equal((0, 0), (after.Head, after.Instances.Count));
    }

    [Fact]
    public async Task What_was_written_is_read_back_byte_for_byte()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        Commit commit = default;
        await AppendAsync(store, "a", 1, "b", "receipt", committed: c => commit = c, body: [0, 10, 255, 0xc3]);

        var read = Assert.Single(await store.ReadAsync(Team, "b", 0, 10));

        Assert.Equal(commit.Entry.Frame.ToArray(), read.Frame.ToArray());
        Assert.Equal(commit.Entry with { Frame = default }, read with { Frame = default });
    }

    private protected async Task<IStore> StartWithAsync(string[] instances, Action<LiquidOptions>? configure = null)
    {
        var options = new LiquidOptions();
        configure?.Invoke(options);
        var store = await StartAsync(options);
        await store.OpenAsync(Team);
        foreach (var id in instances)
        {
            await JoinAsync(store, id);
        }

        return store;
    }

    private protected static InstanceRecord Instance(string id) => new(id, [1, 2, 3], $"Name of {id}", "http://localhost/", null);

    private protected static ValueTask<ReaderPlace> JoinAsync(IStore store, string id, long applied = 0, string space = Team) =>
        store.JoinAsync(space, Instance(id), applied);

    private protected static Task<AppendResult> AppendAsync(
        IStore store,
        string from,
        long id,
        string to,
        string kind = "migration",
        int bytes = 0,
        TimeSpan? ttl = null,
        Action<Commit>? committed = null,
        byte[]? body = null,
        string space = Team)
    {
        var send = new Send(id, to, kind, kind == "receipt" ? 1 : null);
        var frame = new MessageFrame(body ?? new byte[bytes], isBinary: body is not null);
        return store.AppendAsync(space, new Submission(from, send, frame, ttl ?? TimeSpan.FromDays(1), 0), committed ?? (_ => { })).AsTask();
    }

    private protected static Sent Committed(AppendResult result) => Assert.IsType<AppendResult.Committed>(result).Answer;

    /// <summary>The numbers of all that waits for a reader, read in small portions.</summary>
    private protected static async Task<List<long>> NumbersAsync(IStore store, string reader, string space = Team)
    {
        var position = (await JoinAsync(store, reader, space: space)).Cursor;
        var numbers = new List<long>();
        while (await store.ReadAsync(space, reader, position, 3) is { Count: > 0 } read)
        {
            numbers.AddRange(read.Select(entry => entry.Number));
            position = numbers[^1];
        }

        return numbers;
    }

    /// <summary>Each number is one step: an acknowledgement, a migration or a receipt, to one or to all.</summary>
    private static async Task<bool> PlayAsync(IStore store, string space, byte[] steps)
    {
        string[] names = ["a", "b", "c"];
        var expected = names.ToDictionary(name => name, _ => new List<(long Number, string Key)>());
        await store.OpenAsync(space);
        foreach (var name in names)
        {
            await JoinAsync(store, name, space: space);
        }

        for (var id = 1; id <= steps.Length; id++)
        {
            var step = steps[id - 1];
            var (who, to) = (names[step % 3], step % 2 == 0 ? "*" : names[step / 3 % 3]);
            if (step >= 128)
            {
                var upTo = expected[who].ElementAtOrDefault(step % 5).Number;
                store.Acknowledge(space, who, upTo);
                expected[who].RemoveAll(message => message.Number <= upTo);
                continue;
            }

            var kind = step % 7 < 4 ? "migration" : "receipt";
            var number = Committed(await AppendAsync(store, who, id, to, kind, space: space)).Number!.Value;
            var key = kind == "migration" ? $"{who} to {to}" : $"receipt {number}";
            foreach (var target in names.Where(name => to == "*" ? name != who : name == to))
            {
                expected[target].RemoveAll(message => message.Key == key);
                expected[target].Add((number, key));
            }
        }

        foreach (var name in names)
        {
            Assert.Equal(expected[name].Select(message => message.Number), await NumbersAsync(store, name, space));
        }

        return true;
    }
}
