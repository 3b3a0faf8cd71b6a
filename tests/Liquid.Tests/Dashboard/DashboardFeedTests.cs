using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Liquid.Tests.Dashboard;

public sealed class DashboardFeedTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task At_first_it_tells_how_things_stand()
    {
        await using var relay = await StartAsync();
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");
        await b.LeaveAsync();
        await a.HearPresenceAsync("left");
        await a.MigrateAsync(1, b.Id, "the body");

        using var dashboard = await TestDashboard.OpenAsync(relay, _time);

        var space = Assert.Single(dashboard.Spaces).Value;
        Assert.Equal(("shared", 1, 1), ((string)space["name"]!, (int)space["online"]!, (int)space["away"]!));
        Assert.Equal(["A", "B"], space["instances"]!.AsArray().Select(instance => (string)instance!["name"]!));
        Assert.Equal([true, false], space["instances"]!.AsArray().Select(instance => (bool)instance!["online"]!));
        var waiting = Assert.Single(space["waiting"]!["oldest"]!.AsArray())!;
        Assert.Equal((a.Id, b.Id, "migration"), ((string)waiting["from"]!, (string)waiting["to"]!, (string)waiting["kind"]!));
        Assert.Equal(_time.GetUtcNow(), (DateTimeOffset)waiting["at"]!);
        Assert.True((int)waiting["size"]! > "the body".Length);
    }

    [Fact]
    public async Task Then_it_tells_what_changes_and_no_more()
    {
        await using var relay = await StartAsync();
        using var dashboard = await TestDashboard.OpenAsync(relay, _time);
        Assert.Empty(dashboard.Spaces);

        using var a = await relay.JoinAsync("A");
        await dashboard.UntilAsync(seen => Online(seen) == 1);
        using var b = await relay.JoinAsync("B");
        await dashboard.UntilAsync(seen => Online(seen) == 2);
        await dashboard.UntilAsync(seen => seen.Last["spaces"]!.AsArray().Count == 0);

        await a.Socket.SayAsync(new JsonObject { ["type"] = "rename", ["name"] = "Kitchen" });
        await dashboard.UntilAsync(seen =>
            seen.Spaces["shared"]["instances"]!.AsArray().Any(instance => (string)instance!["name"]! == "Kitchen"));
    }

    [Fact]
    public async Task A_waiting_message_goes_when_it_is_applied()
    {
        await using var relay = await StartAsync();
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");
        using var dashboard = await TestDashboard.OpenAsync(relay, _time);

        var sent = await a.MigrateAsync(1, "*");
        await dashboard.UntilAsync(seen => Waiting(seen) == 1);

        await b.AcknowledgeAsync(sent.Number);
        await dashboard.UntilAsync(seen => Waiting(seen) == 0);
    }

    [Fact]
    public async Task Receipts_are_told_with_what_they_say_and_migrations_never_are()
    {
        await using var relay = await StartAsync();
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");
        using var dashboard = await TestDashboard.OpenAsync(relay, _time);
        var report = """{"status":"applied","applied":3,"leftOut":[{"reason":"script","what":"<script>"}]}""";

        await a.MigrateAsync(1, b.Id, "a secret");
        await b.AnswerAsync(1, a.Id, report);
        await dashboard.UntilAsync(seen => seen.Receipts.Count > 0);

        var receipt = Assert.Single(dashboard.Receipts);
        Assert.Equal((b.Id, a.Id, 1), ((string)receipt["from"]!, (string)receipt["to"]!, (int)receipt["re"]!));
        Assert.Equal(report, Encoding.UTF8.GetString(Convert.FromBase64String((string)receipt["body"]!)));
        Assert.DoesNotContain(
            dashboard.Told,
            told => told.Contains("a secret", StringComparison.Ordinal)
                || told.Contains(Convert.ToBase64String("a secret"u8), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_large_receipt_is_told_without_its_body()
    {
        await using var relay = await StartAsync();
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");
        using var dashboard = await TestDashboard.OpenAsync(relay, _time);

        await b.AnswerAsync(1, a.Id, new string('x', 4097));
        await dashboard.UntilAsync(seen => seen.Receipts.Count > 0);

        var receipt = Assert.Single(dashboard.Receipts);
        Assert.Equal(4097, (int)receipt["size"]!);
        Assert.Null(receipt["body"]);
    }

    [Fact]
    public async Task Each_second_is_measured_and_who_comes_later_is_told_of_those_before()
    {
        await using var relay = await StartAsync();
        using var first = await TestDashboard.OpenAsync(relay, _time);
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");
        await a.MigrateAsync(1, b.Id, "four");
        await b.HearAsync("message");
        await b.HearRestAsync();
        await a.SendAsync(2, "nobody");
        await a.HearAsync("error");

        await first.UntilAsync(seen => Sum(seen, "messages") == 1 && Sum(seen, "deliveries") >= 1);

        var second = first.Samples.Single(sample => (long)sample["messages"]! == 1);
        Assert.Equal(2, (int)second["connections"]!);
        Assert.True((long)second["bytes"]! > 0);
        Assert.True((double)second["commit"]!["p99"]! >= (double)second["commit"]!["p50"]!);
        Assert.Equal(1, Sum(first, "refusals"));
        using var later = await TestDashboard.OpenAsync(relay, _time);
        Assert.Equal(first.Samples.Select(sample => sample.ToJsonString()), later.Samples.Select(sample => sample.ToJsonString()));
    }

    [Fact]
    public async Task While_the_store_cannot_be_asked_it_says_why_and_goes_on_when_it_can()
    {
        ClosableStore? store = null;
        await using var relay = await TestRelay.StartAsync(
            time: _time,
            build: builder => store = ClosableStore.Use(builder.Services),
            map: (app, _) => app.MapLiquidDashboard("/liquid"));
        using var a = await relay.JoinAsync("A");
        using var dashboard = await TestDashboard.OpenAsync(relay, _time);

        store!.IsClosed = true;
        using var b = await relay.JoinAsync("B");
        await dashboard.UntilAsync(seen => (string?)seen.Last["problem"] == "The disk is gone.");
        Assert.Equal(1, Online(dashboard));

        store.IsClosed = false;
        await dashboard.UntilAsync(seen => seen.Last["problem"] is null && Online(seen) == 2);
    }

    [Fact]
    public async Task When_the_relay_stops_it_says_so()
    {
        await using var relay = await StartAsync();
        using var dashboard = await TestDashboard.OpenAsync(relay, _time);

        var stopping = relay.StopAsync();

        Assert.Equal(1001, await dashboard.HearCloseAsync());
        await stopping;
    }

    private Task<TestRelay> StartAsync() => TestRelay.StartAsync(time: _time, map: (app, _) => app.MapLiquidDashboard("/liquid"));

    private static int Online(TestDashboard dashboard) => (int?)dashboard.Spaces.GetValueOrDefault("shared")?["online"] ?? 0;

    private static int Waiting(TestDashboard dashboard) => (int)dashboard.Spaces["shared"]["waiting"]!["count"]!;

    private static long Sum(TestDashboard dashboard, string member) => dashboard.Samples.Sum(sample => (long)sample[member]!);
}
