using Liquid.Devices;
using Liquid.Postgres;
using Liquid.Postgres.Devices;
using Liquid.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Liquid.Tests.Devices;

public sealed class PostgresDeviceStoreTests(PostgresServer server) : DeviceStoreContract, IAsyncDisposable
{
    private readonly List<PostgresStore> _nodes = [];
    private string? _database;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_end_of_a_device_is_told_on_all_nodes()
    {
        var (here, there) = (await StartAsync(), await StartAsync());
        var devices = new[] { await AddAsync(here, "a"), await AddAsync(there, "a") };

        foreach (var device in devices)
        {
            await here.RemoveAsync("a", new(device.Id, Moved: true));
        }

        Assert.Null(await there.FindAsync(devices[0].Id));
        foreach (var device in devices)
        {
            Assert.Equal(new(device.Id, Moved: true), await there.Ended.ReadAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_code_of_one_node_is_redeemed_once_on_another()
    {
        var (here, there) = (await StartAsync(), await StartAsync());
        var device = await AddAsync(here, "a");
        await here.InviteAsync(device.Id, [1], Now.AddMinutes(2));

        var redeemed = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? here : there).RedeemAsync([1], NewDevice("")).AsTask()));

        Assert.Equal("a", Assert.Single(redeemed.OfType<Device>()).Space);
    }

    private protected override async Task<IDeviceStore> StartAsync()
    {
        _database ??= await server.CreateDatabaseAsync();
        var options = new LiquidOptions { Postgres = _database, NodeTimeout = TimeSpan.FromSeconds(1) };
        var store = new PostgresStore(Options.Create(options), TimeProvider.System, NullLogger<PostgresStore>.Instance);
        var devices = new PostgresDeviceStore(store);
        _nodes.Add(store);
        await store.StartAsync(TestContext.Current.CancellationToken);
        return devices;
    }
}
