using Liquid.Devices;
using Liquid.Stores;
using Liquid.Stores.Sqlite;
using Liquid.Tests.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Liquid.Tests.Devices;

public sealed class SqliteDeviceStoreTests : DeviceStoreContract, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private SqliteStore? _database;

    public async ValueTask DisposeAsync()
    {
        await _database!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Devices_codes_and_keys_outlive_the_relay()
    {
        var store = await StartAsync();
        var device = await AddAsync(store, "a");
        await store.InviteAsync(device.Id, [1], Now.AddMinutes(2));
        await store.AddKeyAsync("<key/>", isFirst: true);
        await _database!.DisposeAsync();

        var again = await StartAsync();

        Assert.Equal([device], await again.ListAsync("a"));
        Assert.Equal(["<key/>"], await again.KeysAsync());
        Assert.NotNull(await again.RedeemAsync([1], NewDevice("")));
    }

    private protected override async Task<IDeviceStore> StartAsync()
    {
        var options = Options.Create(new LiquidOptions { Data = _folder.Path });
        var settings = new HostApplicationBuilder();
        var folder = new DataFolder(options, settings.Environment, settings.Configuration);
        _database = new SqliteStore(folder, options, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await _database.StartAsync(TestContext.Current.CancellationToken);
        return new SqliteDeviceStore(_database);
    }
}
