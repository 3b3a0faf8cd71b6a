using System.Text;
using Liquid.Bases;
using Liquid.Log;
using Liquid.Stores;

namespace Liquid.Tests.Stores;

/// <summary>What every store does with bases.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_base_is_lacked_until_it_is_handed_over_and_then_read_back_byte_for_byte()
    {
        await using var store = await StartWithAsync(["a", "b", "c"]);
        Assert.Equal(new BaseFound(null, IsNamed: false), await store.FindBaseAsync(Team, Print(1)));

        var first = Committed(await AppendAsync(store, "a", 1, "b", named: Print(1)));
        var repeated = Assert.IsType<AppendResult.Repeated>(await AppendAsync(store, "a", 1, "b", named: Print(1)));
        Assert.Equal((Print(1), Print(1)), (first.Lacks, repeated.Answer.Lacks));
        Assert.Equal(new BaseFound(null, IsNamed: true), await store.FindBaseAsync(Team, Print(1)));
        Assert.Equal(Print(1), (await JoinAsync(store, "a")).Lacks);
        Assert.Null((await JoinAsync(store, "b")).Lacks);

        Assert.Equal(BaseKept.Stored, await store.KeepBaseAsync(Team, Print(1), new BaseRecord(new byte[] { 0, 10, 255 }, true)));
        var found = (await store.FindBaseAsync(Team, Print(1))).Base!;
        Assert.Equal([0, 10, 255], found.Body.ToArray());
        Assert.True(found.IsBinary);
        Assert.Null(Committed(await AppendAsync(store, "c", 1, "b", named: Print(1))).Lacks);
        Assert.Null((await JoinAsync(store, "a")).Lacks);
    }

    [Fact]
    public async Task A_base_that_nothing_names_is_not_taken_and_the_newest_under_a_fingerprint_counts()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        Assert.Equal(BaseKept.Unnamed, await KeepAsync(store, 1));
        await AppendAsync(store, "a", 1, "b", named: Print(1));

        Assert.Equal(BaseKept.Stored, await KeepAsync(store, 1, "garbage"));
        Assert.Equal(BaseKept.Stored, await KeepAsync(store, 1, "rows"));

        Assert.Equal("rows", await FindAsync(store, 1));
    }

    [Fact]
    public async Task A_base_goes_when_no_message_waits_that_names_it_and_no_instance_has_it()
    {
        await using var store = await StartWithAsync(["a", "b", "c"]);
        await AppendAsync(store, "a", 1, "b", named: Print(1));
        await KeepAsync(store, 1);

        // The message waits, its source does not: then the message has it.
        await ForgetAsync(store, "a");
        await store.TidyAsync();
        Assert.NotNull(await FindAsync(store, 1));

        Acknowledge(store, Team, "b", 1);
        await JoinAsync(store, "b");
        await store.TidyAsync();
        Assert.Null(await FindAsync(store, 1));

        // Nothing waits, the source is there; until its next message names another one.
        await AppendAsync(store, "c", 1, "b", named: Print(2));
        await KeepAsync(store, 2);
        Acknowledge(store, Team, "b", 2);
        await JoinAsync(store, "b");
        await store.TidyAsync();
        Assert.NotNull(await FindAsync(store, 2));
        Assert.Null(Committed(await AppendAsync(store, "c", 2, "b", "receipt")).Lacks);
        await store.TidyAsync();
        Assert.NotNull(await FindAsync(store, 2));
        await AppendAsync(store, "c", 3, "b", named: Print(3));
        await store.TidyAsync();
        Assert.Null(await FindAsync(store, 2));
    }

    [Fact]
    public async Task A_base_outlives_the_messages_that_expire_only_while_an_instance_has_it()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        await AppendAsync(store, "a", 1, "b", named: Print(1), ttl: TimeSpan.FromSeconds(5));
        await KeepAsync(store, 1);
        await ForgetAsync(store, "a");

        Time.Advance(TimeSpan.FromSeconds(5));
        await store.TidyAsync();

        Assert.Null(await FindAsync(store, 1));
    }

    [Fact]
    public async Task Where_there_is_no_room_the_oldest_base_that_no_message_awaits_goes_first()
    {
        await using var store = await StartWithAsync(["a", "b", "c", "d"], options => options.MaxBasesPerSpace = 2);
        await AppendAsync(store, "a", 1, "d", named: Print(1));
        await AppendAsync(store, "b", 1, "d", named: Print(2));
        await AppendAsync(store, "c", 1, "d", named: Print(3));
        await KeepAsync(store, 1);
        await KeepAsync(store, 2);

        Assert.Equal(BaseKept.Full, await KeepAsync(store, 3));
        Assert.Equal(BaseKept.Stored, await KeepAsync(store, 2, "again"));

        Acknowledge(store, Team, "d", 2);
        await JoinAsync(store, "d");
        await store.TidyAsync();
        Assert.Equal(BaseKept.Stored, await KeepAsync(store, 3));
        Assert.Equal((null, "again", "rows"), (await FindAsync(store, 1), await FindAsync(store, 2), await FindAsync(store, 3)));

        // Nothing waits that names it, so nobody is asked for it again.
        Assert.Null((await JoinAsync(store, "a")).Lacks);
        Assert.Equal(Print(1), Committed(await AppendAsync(store, "a", 2, "d", named: Print(1))).Lacks);
    }

    [Fact]
    public async Task Bases_stay_in_their_space_and_go_with_it()
    {
        await using var store = await StartWithAsync(["a", "b"]);
        await FollowAsync(store, "other");
        await JoinAsync(store, "a", space: "other");
        await JoinAsync(store, "b", space: "other");
        await AppendAsync(store, "a", 1, "b", named: Print(1));
        await KeepAsync(store, 1);

        Assert.Equal(new BaseFound(null, IsNamed: false), await store.FindBaseAsync("other", Print(1)));
        Assert.Equal(Print(1), Committed(await AppendAsync(store, "a", 1, "b", named: Print(1), space: "other")).Lacks);

        await ForgetAsync(store, "a");
        await ForgetAsync(store, "b");
        await store.CloseAsync(Team);
        await FollowAsync(store);
        Assert.Equal(new BaseFound(null, IsNamed: false), await store.FindBaseAsync(Team, Print(1)));
    }

    private protected static string Print(int number) => $"{number:x16}";

    private protected static ValueTask<BaseKept> KeepAsync(IStore store, int number, string text = "rows") =>
        store.KeepBaseAsync(Team, Print(number), new BaseRecord(Encoding.UTF8.GetBytes(text), IsBinary: false));

    private protected static async Task<string?> FindAsync(IStore store, int number) =>
        (await store.FindBaseAsync(Team, Print(number))).Base is { } found ? Encoding.UTF8.GetString(found.Body.Span) : null;
}
