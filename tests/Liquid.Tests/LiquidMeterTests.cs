using Microsoft.AspNetCore.Builder;

namespace Liquid.Tests;

public sealed class LiquidMeterTests
{
    [Fact]
    public async Task Connections_messages_bytes_deliveries_latencies_and_refusals_are_measured()
    {
        WebApplication app = null!;
        await using var relay = await TestRelay.StartAsync(map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        using var a = await relay.JoinAsync();
        using (var b = await relay.JoinAsync())
        {
            await a.MigrateAsync(1, b.Id, new string('x', 1000));
            await b.HearAsync("message");
            await b.HearRestAsync();
            await a.SendAsync(2, "nobody");
            await a.HearAsync("error");

            Assert.Equal(2, meter.Sum("liquid.connections"));
            await b.LeaveAsync();
            await a.HearPresenceAsync("left");
        }

        await meter.ReadUntilAsync("liquid.connections", 1);
        Assert.Equal((1, 1, 1), (meter.Sum("liquid.messages"), meter.Sum("liquid.deliveries"), meter.Sum("liquid.refusals")));
        Assert.InRange(meter.Sum("liquid.message.size"), 1000, 1300);
        Assert.Single(meter.All("liquid.commit.duration"));
        Assert.True(Assert.Single(meter.All("liquid.delivery.delay")) >= 0);
        Assert.True(meter.Sum("liquid.recent.size") >= 1000);
    }

    [Fact]
    public async Task What_is_posted_counts_as_what_is_sent()
    {
        WebApplication app = null!;
        await using var relay = await TestRelay.StartAsync(map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        using var a = await relay.JoinAsync();

        using var posted = await relay.Http.PostAsync("/liquid/messages", new StringContent("{}"), TestContext.Current.CancellationToken);
        await a.HearAsync("message");

        Assert.Equal(1, meter.Sum("liquid.messages"));
        Assert.Single(meter.All("liquid.commit.duration"));
    }

    [Fact]
    public async Task Whoever_is_refused_over_HTTP_or_before_a_socket_is_open_counts_too()
    {
        WebApplication app = null!;
        await using var relay = await TestRelay.StartAsync(
            options => (options.Spaces, options.MaxNewSpacesPerHour, options.MaxConnectionsPerAddress) = ("paired", 1, 2),
            map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        using var newcomer = await relay.OpenAsync();
        Assert.Equal(0, meter.Sum("liquid.refusals"));

        using var ticketless = await relay.Http.GetAsync("/liquid/instances", TestContext.Current.CancellationToken);
        Assert.Equal(1, meter.Sum("liquid.refusals"));

        using var another = await relay.OpenAsync();
        await another.HearAsync("error");
        Assert.Equal(2, meter.Sum("liquid.refusals"));

        using var plain = await relay.Http.GetAsync("/liquid/socket", TestContext.Current.CancellationToken);
        Assert.Equal(3, meter.Sum("liquid.refusals"));
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task What_waits_is_counted_while_somebody_wants_to_know(string store)
    {
        WebApplication app = null!;
        var time = new ManualTime();
        using var folder = new Stores.TemporaryFolder();
        await using var relay = await TestRelay.StartAsync(
            options =>
            {
                (options.Store, options.Data) = (store, folder.Path);
                options.IdleTimeout = options.ForgetAfter = TimeSpan.FromDays(1);
            },
            time,
            map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.AnswerAsync(1, b.Id, new string('x', 1000));
        await a.AnswerAsync(2, b.Id, new string('x', 1000));

        await meter.ReadUntilAsync("liquid.pending", 2, PassAsync);
        Assert.InRange(meter.Sum("liquid.pending.size"), 2000, 2600);
        await b.AcknowledgeAsync((await b.HearAsync("message")).Number);
        await b.AcknowledgeAsync((await b.HearAsync("message")).Number);

        await meter.ReadUntilAsync("liquid.pending", 0, PassAsync);

        // Counting starts its timer at a moment that a test cannot see.
        Task PassAsync()
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return relay.Http.GetAsync("/none", TestContext.Current.CancellationToken);
        }
    }
}
