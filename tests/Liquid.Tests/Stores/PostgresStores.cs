using Liquid.Postgres;
using Liquid.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Liquid.Tests.Stores;

/// <summary>Stores on several nodes that share a database of their own.</summary>
public abstract class PostgresStores(PostgresServer server) : IAsyncLifetime
{
    private readonly List<PostgresStore> _nodes = [];

    private protected PostgresServer Server { get; } = server;

    /// <summary>The connection string of stores that start from now on.</summary>
    private protected string Database { get; set; } = "";

    public async ValueTask InitializeAsync() => Database = await Server.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task StopAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _nodes.Clear();
    }

    private protected async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private protected async Task<PostgresStore> StartAsync(Action<LiquidOptions>? configure = null)
    {
        var options = new LiquidOptions { Postgres = Database, NodeTimeout = TimeSpan.FromSeconds(2) };
        configure?.Invoke(options);
        var store = new PostgresStore(Options.Create(options), TimeProvider.System, NullLogger<PostgresStore>.Instance);
        await store.StartAsync(TestContext.Current.CancellationToken);
        lock (_nodes)
        {
            _nodes.Add(store);
        }

        return store;
    }
}
