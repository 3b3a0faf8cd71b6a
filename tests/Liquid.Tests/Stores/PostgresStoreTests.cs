using Liquid.Postgres;
using Liquid.Stores;
using Liquid.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Liquid.Tests.Stores;

public sealed class PostgresStoreTests(PostgresServer server) : StoreContract, IAsyncLifetime
{
    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await server.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => default;

    private protected override async Task<IStore> StartAsync(LiquidOptions options)
    {
        options.Postgres = _database;
        var store = new PostgresStore(Options.Create(options), Time, NullLogger<PostgresStore>.Instance);
        await store.StartAsync(TestContext.Current.CancellationToken);
        return store;
    }
}
