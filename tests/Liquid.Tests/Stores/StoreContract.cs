using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Tests.Stores;

/// <summary>What every store does.</summary>
public abstract partial class StoreContract
{
    private protected const string Team = "team";

    private readonly Dictionary<(string Space, string Id), long> _generations = [];

    private protected ManualTime Time { get; } = new();

    private protected abstract Task<IStore> StartAsync(LiquidOptions options);

    [Fact]
    public async Task Commits_are_told_in_order_of_their_numbers_before_their_senders_hear_of_them()
    {
        await using var store = await StartWithAsync(["a", "b", "c"]);
        var team = await FollowAsync(store);

        string[] sources = ["a", "b"];
        var appends = Enumerable.Range(1, 100).SelectMany(id => sources.Select(from =>
            AppendAsync(store, from, id, "c", "receipt")));
        var numbers = (await Task.WhenAll(appends)).Select(result => Committed(result).Number!.Value);
        var told = team.Commits.Select(commit => commit.Entry.Number).ToList();

        Assert.Equal(told.Order(), told);
        Assert.Equal(numbers.Order(), told);
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
        Acknowledge(store, Team, "b", 1);

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

        Acknowledge(store, Team, "b", 2);
        Acknowledge(store, Team, "b", 1);

        Assert.Equal(2, (await JoinAsync(store, "b")).Cursor);
        Assert.Equal(2, (await JoinAsync(store, "b", applied: 1)).Cursor);
        Assert.Equal(2, (await JoinAsync(store, "b", applied: 4)).Cursor);
        Assert.Equal(3, (await JoinAsync(store, "b", applied: 3)).Cursor);
    }

    [Fact]
    public async Task An_older_connection_of_an_instance_acknowledges_nothing_once_a_newer_one_speaks_for_it()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        await AppendAsync(store, "a", 1, "b", "receipt");
        await AppendAsync(store, "a", 2, "b", "receipt");
        var older = (await JoinAsync(store, "b")).Generation;
        store.Acknowledge(Team, "b", older, 1);

        var newer = await JoinAsync(store, "b");
        store.Acknowledge(Team, "b", older, 2);

        Assert.Equal(1, newer.Cursor);
        Assert.Equal([2], await NumbersAsync(store, "b"));
        Acknowledge(store, Team, "b", 2);
        Assert.Empty(await NumbersAsync(store, "b"));
    }

    [Fact]
    public async Task It_knows_who_is_in_a_space_what_they_are_called_and_when_they_were_there()
    {
        await using var store = await StartWithAsync(["a"]);
        var generation = (await JoinAsync(store, "b")).Generation;
        var gone = Instance("b") with { Name = "Küche", Kind = "phone", LastSeen = Time.GetUtcNow(), Generation = generation };
        await JoinAsync(store, "c");
        store.Describe(Team, gone);
        await ForgetAsync(store, "c");

        var record = await OpenAsync(store, Team);

        // A join writes what is to be written soon, whosever it is.
        await JoinAsync(store, "a");
        record = await OpenAsync(store, Team);
        Assert.Equal(["a", "b"], record.Instances.Select(instance => instance.Id).Order());
        var stored = record.Instances.Single(instance => instance.Id == "b");
        Assert.Equal((gone.Name, gone.Page, gone.Kind, gone.LastSeen), (stored.Name, stored.Page, stored.Kind, stored.LastSeen));
        Assert.Equal(gone.KeyHash, stored.KeyHash);
    }

    [Fact]
    public async Task Spaces_share_nothing_though_their_instances_have_the_same_ids()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        var other = await OpenAsync(store, "other");
        await JoinAsync(store, "a", space: "other");
        await JoinAsync(store, "b", space: "other");

        await AppendAsync(store, "a", 1, "*");

        Assert.NotEqual((await OpenAsync(store, Team)).Epoch, other.Epoch);
        Assert.Empty(await store.ReadAsync("other", "b", 0, 10));
        Assert.Equal(0, (await JoinAsync(store, "a", space: "other")).Accepted);
        Assert.Equal((1, 0), ((await OpenAsync(store, Team)).Head, (await OpenAsync(store, "other")).Head));
    }

    [Fact]
    public async Task A_space_that_was_closed_begins_anew_under_another_epoch()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        var before = await OpenAsync(store, Team);
        await AppendAsync(store, "a", 1, "b");
        await ForgetAsync(store, "a");
        await ForgetAsync(store, "b");

        await store.CloseAsync(Team);
        var after = await OpenAsync(store, Team);

        Assert.NotEqual(before.Epoch, after.Epoch);
        Assert.Equal((0, 0), (after.Head, after.Instances.Count));
    }

    [Fact]
    public async Task What_is_still_on_its_way_to_a_space_that_was_closed_comes_to_nothing_and_others_go_on()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        await FollowAsync(store, "other");
        await JoinAsync(store, "c", space: "other");
        await AppendAsync(store, "a", 1, "b");
        await ForgetAsync(store, "a");
        await ForgetAsync(store, "b");
        await store.CloseAsync(Team);

        Acknowledge(store, Team, "b", 1);
        store.Describe(Team, Instance("a") with { LastSeen = Time.GetUtcNow() });
        var refused = Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, "http", 0, "*"));
        var sent = AppendAsync(store, "c", 1, "c", space: "other");

        await refused;
        Assert.Equal(1, Committed(await sent).Number);

        // A join writes what is to be written soon.
        Assert.Equal(0, (await JoinAsync(store, "d", space: "other")).Accepted);
        await store.CheckAsync();
        Assert.Empty((await OpenAsync(store, Team)).Instances);
    }

    [Fact]
    public async Task What_was_written_is_read_back_byte_for_byte()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        var team = await FollowAsync(store);
        await AppendAsync(store, "a", 1, "b", "receipt", body: [0, 10, 255, 0xc3]);

        var read = Assert.Single(await store.ReadAsync(Team, "b", 0, 10));

        var commit = Assert.Single(team.Commits);
        Assert.Equal(commit.Entry.Frame.ToArray(), read.Frame.ToArray());
        Assert.Equal(commit.Entry with { Frame = default }, read with { Frame = default });
    }

    private protected async Task<IStore> StartWithAsync(string[] instances, Action<LiquidOptions>? configure = null)
    {
        var options = new LiquidOptions();
        configure?.Invoke(options);
        var store = await StartAsync(options);
        await FollowAsync(store);
        foreach (var id in instances)
        {
            await JoinAsync(store, id);
        }

        return store;
    }

    private protected static InstanceRecord Instance(string id) => new(id, [1, 2, 3], $"Name of {id}", "http://localhost/", null);

    /// <summary>Opens the space again, to hear what is told from now on.</summary>
    private protected static ValueTask<RecordingFollower> FollowAsync(IStore store, string space = Team) =>
        store.OpenAsync(space, record => new RecordingFollower(record));

    private protected static async Task<SpaceRecord> OpenAsync(IStore store, string space) =>
        (await FollowAsync(store, space)).Record;

    private protected async Task<ReaderPlace> JoinAsync(IStore store, string id, long applied = 0, string space = Team)
    {
        ReaderPlace? told = null;
        var admission = await store.JoinAsync(space, Instance(id), applied, place => told = place);
        var place = Assert.IsType<Admission.Admitted>(admission).Place;
        Assert.Equal(place, told);
        _generations[(space, id)] = place.Generation;
        return place;
    }

    private protected void Acknowledge(IStore store, string space, string id, long cursor) =>
        store.Acknowledge(space, id, _generations[(space, id)], cursor);

    private protected ValueTask ForgetAsync(IStore store, string id) => store.ForgetAsync(Team, id, _generations[(Team, id)]);

    private protected static Task<AppendResult> AppendAsync(
        IStore store,
        string from,
        long id,
        string to,
        string kind = "migration",
        int bytes = 0,
        TimeSpan? ttl = null,
        byte[]? body = null,
        string? named = null,
        string space = Team)
    {
        var send = new Send(id, to, kind, kind == "receipt" ? 1 : null, Base: named);
        var frame = new MessageFrame(body ?? new byte[bytes], isBinary: body is not null);
        return store.AppendAsync(space, new Submission(from, send, frame, ttl ?? TimeSpan.FromDays(1), 0)).AsTask();
    }

    private protected static Sent Committed(AppendResult result) => Assert.IsType<AppendResult.Committed>(result).Answer;

    /// <summary>The numbers of all that waits for a reader, read in small portions.</summary>
    private protected async Task<List<long>> NumbersAsync(IStore store, string reader, string space = Team)
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
}
