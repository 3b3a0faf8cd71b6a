using Liquid.Tests.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;

namespace Liquid.Tests.Connections;

public sealed class UnavailableStoreTests
{
    [Fact]
    public async Task While_the_store_is_unavailable_senders_and_newcomers_are_told_to_come_again()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await TestRelay.StartAsync(
            options => (options.Store, options.Data) = ("sqlite", folder.Path), map: (app, _) => app.MapHealthChecks("/healthz"));
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await using (var other = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            using var locking = other.CreateCommand();
            locking.CommandText = "begin immediate";
            locking.ExecuteNonQuery();

            Assert.Equal("Healthy", await HealthAsync(relay));
            await a.SendAsync(1, b.Id);
            var refusal = await a.HearAsync("error");
            Assert.Equal(("unavailable", 1, true), ((string)refusal["code"]!, (int)refusal["id"]!, (bool)refusal["retryable"]!));
            Assert.Equal("Unhealthy", await HealthAsync(relay));
            using var newcomer = await relay.OpenAsync();
            await newcomer.SayAsync(new Identity("C").Hello());
            Assert.Equal("unavailable", (string)(await newcomer.HearAsync("error"))["code"]!);
            Assert.Equal(1013, await newcomer.HearCloseAsync());
        }

        Assert.Equal("Healthy", await HealthAsync(relay));
        await a.MigrateAsync(2, b.Id, "goes on");
        Assert.Equal("goes on", (await b.HearAsync("message")).Text);
        Assert.Equal(2, (await relay.JoinAsync()).Welcome["instances"]!.AsArray().Count - 1);
    }

    private static async Task<string> HealthAsync(TestRelay relay)
    {
        using var response = await relay.Http.GetAsync("/healthz", TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
