using Liquid.Postgres;
using Liquid.Stores;
using Liquid.Tests.Fuzzing;
using Liquid.Tests.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Liquid.Tests.Stores;

/// <summary>How a store makes its tables, and what it says where it can't start.</summary>
public sealed class PostgresStartTests(PostgresServer server) : PostgresStores(server)
{
    [Fact]
    public async Task Nodes_that_start_together_make_the_tables_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync()));

        await using var source = NpgsqlDataSource.Create(Database);
        await using var count = source.CreateCommand("select count(*) from liquid.node");
        Assert.Equal(4L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Tables_of_a_newer_relay_are_refused()
    {
        await StartAsync();
        await ExecuteAsync("update liquid.relay set version = 99");

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync());

        Assert.Contains("newer relay", problem.Message);
    }

    [Theory]
    [InlineData("Nonsense", "no connection string")]
    [InlineData("Host=127.0.0.1;Frobnicate=1", "no connection string")]
    public async Task A_connection_string_that_is_none_is_refused(string connectionString, string remedy)
    {
        Database = connectionString;

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync());

        Assert.Contains(remedy, problem.Message);
    }

    [Fact]
    public async Task ADatabase_that_is_not_there_is_refused_by_name()
    {
        Database = Database.Replace("Database=", "Database=not_", StringComparison.Ordinal);

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync());

        Assert.Contains("not_test_", problem.Message);
        Assert.Contains("--Liquid:Postgres", problem.Message);
    }

    [Fact]
    public async Task Who_may_not_make_the_tables_is_told_what_to_grant_and_may_use_a_schema_that_is_its_own()
    {
        var database = new NpgsqlConnectionStringBuilder(Database) { Username = $"user_of_{new NpgsqlConnectionStringBuilder(Database).Database}" };
        await Server.ExecuteAsync($"create role {database.Username} login");
        Database = database.ConnectionString;

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync());
        await Server.ExecuteAsync($"create schema liquid authorization {database.Username}", database.Database!);
        await (await StartAsync()).OpenAsync("team", record => new RecordingFollower(record));

        Assert.Contains("permission denied for database", problem.Message);
        Assert.Contains("grant create", problem.Message);
    }

    [Fact]
    public async Task A_user_that_is_not_known_is_refused_by_name()
    {
        Database = new NpgsqlConnectionStringBuilder(Database) { Username = "nobody" }.ConnectionString;

        var problem = await Assert.ThrowsAsync<StoreSettingException>(() => StartAsync());

        Assert.Contains("nobody", problem.Message);
        Assert.Contains("Username and Password", problem.Message);
    }

    [Fact]
    public async Task Who_never_entered_has_nothing_to_leave()
    {
        var options = new LiquidOptions { Postgres = Database.Replace("Database=", "Database=not_", StringComparison.Ordinal) };
        using var log = new ErrorLog();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));

        await using (var store = new PostgresStore(Options.Create(options), TimeProvider.System, logging.CreateLogger<PostgresStore>()))
        {
            await Assert.ThrowsAsync<StoreSettingException>(() => store.StartAsync(TestContext.Current.CancellationToken));
        }

        Assert.Empty(log.Errors);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_waited_for_and_then_told_of()
    {
        var time = new ManualTime();
        var options = new LiquidOptions { Postgres = "Host=127.0.0.1;Port=1;Database=liquid;Username=liquid" };
        await using var store = new PostgresStore(Options.Create(options), time, NullLogger<PostgresStore>.Instance);
        var starting = Assert.ThrowsAsync<StoreSettingException>(
            () => store.StartAsync(TestContext.Current.CancellationToken));

        var problem = await time.PassUntilAsync(starting, TimeSpan.FromSeconds(1));

        Assert.Contains("127.0.0.1:1", problem.Message);
        Assert.Contains("--Liquid:Postgres", problem.Message);
    }
}
