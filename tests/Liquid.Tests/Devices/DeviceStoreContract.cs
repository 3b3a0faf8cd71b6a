using Liquid.Devices;

namespace Liquid.Tests.Devices;

/// <summary>What every store of devices does.</summary>
public abstract class DeviceStoreContract
{
    private protected static DateTimeOffset Now { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The store, ready and empty.</summary>
    private protected abstract Task<IDeviceStore> StartAsync();

    [Fact]
    public async Task A_device_is_found_as_it_was_added_and_listed_in_its_space()
    {
        var store = await StartAsync();
        var first = NewDevice("a");
        var second = NewDevice("a") with { Added = Now.AddSeconds(1), Seen = Now.AddSeconds(2) };
        await store.AddAsync(second);
        await store.AddAsync(first);
        await store.AddAsync(NewDevice("b"));

        Assert.Equal(first, await store.FindAsync(first.Id));
        Assert.Equal([first, second], await store.ListAsync("a"));
        Assert.Null(await store.FindAsync(Tickets.NewDeviceId()));
        Assert.Empty(await store.ListAsync("c"));
    }

    [Fact]
    public async Task A_device_that_was_there_is_described_anew()
    {
        var store = await StartAsync();
        var device = await AddAsync(store, "a");

        await store.DescribeAsync(device.Id, "Küche", Now.AddDays(1));
        await store.DescribeAsync(Tickets.NewDeviceId(), "Nobody", Now);

        Assert.Equal(device with { Name = "Küche", Seen = Now.AddDays(1) }, await store.FindAsync(device.Id));
    }

    [Fact]
    public async Task A_device_is_removed_from_its_own_space_only_and_its_end_is_told()
    {
        var store = await StartAsync();
        var device = await AddAsync(store, "a");
        var other = await AddAsync(store, "a");

        Assert.False(await store.RemoveAsync("b", new(device.Id, Moved: false)));
        Assert.NotNull(await store.FindAsync(device.Id));
        Assert.True(await store.RemoveAsync("a", new(device.Id, Moved: false)));
        Assert.False(await store.RemoveAsync("a", new(device.Id, Moved: false)));
        Assert.True(await store.RemoveAsync("a", new(other.Id, Moved: true)));

        Assert.Null(await store.FindAsync(device.Id));
        Assert.Equal(new(device.Id, Moved: false), await store.Ended.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new(other.Id, Moved: true), await store.Ended.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_code_lets_one_device_into_the_space_of_the_one_that_invited()
    {
        var store = await StartAsync();
        var host = await AddAsync(store, "a");
        await store.InviteAsync(host.Id, [1, 2, 3], Now.AddMinutes(2));
        var newcomer = NewDevice("");

        Assert.Null(await store.RedeemAsync([1, 2, 4], newcomer));
        var joined = await store.RedeemAsync([1, 2, 3], newcomer);
        Assert.Null(await store.RedeemAsync([1, 2, 3], NewDevice("")));

        Assert.Equal(newcomer with { Space = "a" }, joined);
        Assert.Equal(joined, await store.FindAsync(newcomer.Id));
        Assert.Equal(2, (await store.ListAsync("a")).Count);
    }

    [Fact]
    public async Task Of_many_who_come_with_one_code_at_once_one_gets_in()
    {
        var store = await StartAsync();
        var host = await AddAsync(store, "a");
        await store.InviteAsync(host.Id, [1], Now.AddMinutes(2));

        var joined = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await store.RedeemAsync([1], NewDevice("")))));

        Assert.Single(joined, device => device is not null);
        Assert.Equal(2, (await store.ListAsync("a")).Count);
    }

    [Fact]
    public async Task A_code_ends_with_its_time_with_the_next_one_and_with_its_device()
    {
        var store = await StartAsync();
        var host = await AddAsync(store, "a");
        await store.InviteAsync(host.Id, [1], Now);
        Assert.Null(await store.RedeemAsync([1], NewDevice("")));

        // The clock was set back since it was made.
        await store.InviteAsync(host.Id, [4], Now.AddMinutes(62));
        Assert.Null(await store.RedeemAsync([4], NewDevice("")));
        await store.InviteAsync(host.Id, [2], Now.AddMinutes(2));
        await store.InviteAsync(host.Id, [3], Now.AddMinutes(2));
        Assert.Null(await store.RedeemAsync([2], NewDevice("")));

        await store.RemoveAsync("a", new(host.Id, Moved: false));

        Assert.Null(await store.RedeemAsync([3], NewDevice("")));
    }

    [Fact]
    public async Task Keys_are_kept_in_the_order_in_which_they_came()
    {
        var store = await StartAsync();
        Assert.Empty(await store.KeysAsync());

        await store.AddKeyAsync("<key>1</key>", isFirst: true);
        await store.AddKeyAsync("<key>of another node</key>", isFirst: true);
        await store.AddKeyAsync("<key>2</key>", isFirst: false);

        Assert.Equal(["<key>1</key>", "<key>2</key>"], await store.KeysAsync());
    }

    [Fact]
    public async Task Who_never_came_and_who_was_not_seen_for_long_is_dropped()
    {
        var store = await StartAsync();
        var never = await AddAsync(store, "a");
        var fresh = NewDevice("a") with { Added = Now.AddMinutes(1) };
        var seen = NewDevice("a") with { Seen = Now.AddDays(-1) };
        var lost = NewDevice("a") with { Seen = Now.AddDays(-3) };
        await store.AddAsync(fresh);
        await store.AddAsync(seen);
        await store.AddAsync(lost);
        await store.InviteAsync(seen.Id, [1], Now.AddMinutes(1));

        await store.TidyAsync(Now, neverCame: Now, notSeen: Now.AddDays(-2));

        Assert.Equal([seen, fresh], await store.ListAsync("a"));
        Assert.Null(await store.FindAsync(never.Id));
        Assert.NotNull(await store.RedeemAsync([1], NewDevice("")));
    }

    private protected static Device NewDevice(string space) => new(Tickets.NewDeviceId(), space, "", Now, null);

    private protected static async Task<Device> AddAsync(IDeviceStore store, string space)
    {
        var device = NewDevice(space);
        await store.AddAsync(device);
        return device;
    }
}
