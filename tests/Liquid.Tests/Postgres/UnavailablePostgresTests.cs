using System.Net;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Liquid.Tests.Postgres;

/// <summary>A server that can't be used for a while: senders and newcomers are told to come again, and it goes on by itself.</summary>
public sealed class UnavailablePostgresTests(PostgresServer server)
{
    [Fact]
    public async Task While_the_server_is_down()
    {
        await using var own = new PostgresServer();
        await RefusesThenGoesOnAsync(await own.CreateDatabaseAsync(), own.CrashAsync, own.StartAsync, "does not answer");
    }

    [Fact]
    public async Task While_the_server_may_only_be_read()
    {
        var database = await server.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await RefusesThenGoesOnAsync(database, () => SetReadOnlyAsync("on"), () => SetReadOnlyAsync("off"), "may only be read");

        async Task SetReadOnlyAsync(string value)
        {
            await server.ExecuteAsync($"alter database {name} set default_transaction_read_only = {value}");
            await server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        }
    }

    [Fact]
    public async Task While_somebody_locks_the_tables()
    {
        var database = $"{await server.CreateDatabaseAsync()};Command Timeout=1";
        await using var source = NpgsqlDataSource.Create(database);
        await using var locker = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await RefusesThenGoesOnAsync(
            database, () => RunAsync("begin; lock table liquid.space, liquid.node"), () => RunAsync("commit"), "too long");

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, locker);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task RefusesThenGoesOnAsync(string database, Func<Task> fail, Func<Task> mend, string words)
    {
        await using var relay = await TestRelay.StartAsync(
            options => (options.Store, options.Postgres) = ("postgres", database), map: (app, _) => app.MapHealthChecks("/healthz"));
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");
        await a.MigrateAsync(1, b.Id, "before");
        await fail();

        await a.SendAsync(2, b.Id, "refused");
        var refusal = await a.HearAsync("error");
        Assert.Equal(("unavailable", 2, true), ((string)refusal["code"]!, (int)refusal["id"]!, (bool)refusal["retryable"]!));
        Assert.Contains(words, (string)refusal["message"]!);
        Assert.True((int)refusal["retryAfterMs"]! > 0);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(relay));
        using var newcomer = await relay.OpenAsync();
        await newcomer.SayAsync(new Identity("C").Hello());
        Assert.Equal("unavailable", (string)(await newcomer.HearAsync("error"))["code"]!);
        Assert.Equal(1013, await newcomer.HearCloseAsync());

        await mend();
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(relay));
        await a.MigrateAsync(3, b.Id, "goes on");
        Assert.Equal("before", (await b.HearAsync("message")).Text);
        Assert.Equal("goes on", (await b.HearAsync("message")).Text);
        using var later = await relay.JoinAsync("D");
        Assert.Equal(3, later.Welcome["instances"]!.AsArray().Count);
    }

    private static async Task<HttpStatusCode> HealthAsync(TestRelay relay)
    {
        using var response = await relay.Http.GetAsync("/healthz", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
