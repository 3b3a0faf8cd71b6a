using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Liquid.Tests.Connections;

public sealed class GracefulStopTests
{
    [Fact]
    public async Task A_relay_that_stops_says_first_that_it_is_not_ready_and_goes_on_for_a_while()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(
            options => options.StopDelay = TimeSpan.FromSeconds(5), time, map: (app, _) => app.MapHealthChecks("/healthz"));
        using var a = await relay.JoinAsync();
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(relay));

        var stopped = relay.StopAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(relay));
        using var late = await relay.JoinAsync();
        await a.MigrateAsync(1, late.Id);
        Assert.False(stopped.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1001, await a.Socket.HearCloseAsync());
        Assert.Equal(1001, await late.Socket.HearCloseAsync());
        await stopped;
    }

    [Fact]
    public async Task Who_looks_on_is_told_for_as_long_as_the_others_are_served_and_closed_with_them()
    {
        var time = new ManualTime();
        IHostApplicationLifetime lifetime = null!;
        await using var relay = await TestRelay.StartAsync(
            options => options.StopDelay = TimeSpan.FromSeconds(5), time, map: (app, _) => lifetime = app.Lifetime);
        var address = new UriBuilder(relay.SocketAddress) { Path = "/liquid/watch" }.Uri;
        using var onlooker = await TestSocket.OpenAsync(address, options => options.AddSubProtocol("liquid.watch.v1"));
        await onlooker.HearAsync("present");

        // As a signal to end does.
        lifetime.StopApplication();
        var stopped = relay.StopAsync();

        using var late = await relay.JoinAsync();
        await onlooker.HearAsync("presence");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1001, await late.Socket.HearCloseAsync());
        Assert.Equal(1001, await onlooker.HearCloseAsync());
        await stopped;
    }

    [Fact]
    public async Task Many_are_asked_not_to_come_back_all_at_once()
    {
        await using var relay = await TestRelay.StartAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => relay.OpenAsync()));

        var stopped = relay.StopAsync();
        var waits = await Task.WhenAll(all.Select(WaitOfAsync));
        await stopped;

        Assert.All(waits, wait => Assert.InRange(wait, 0, 150));
        Assert.True(waits.Distinct().Count() > 20, "They come back together.");
        Array.ForEach(all, socket => socket.Dispose());
    }

    /// <summary>How long one is asked to wait, and closed with the code that means "come back".</summary>
    private static async Task<int> WaitOfAsync(TestSocket socket)
    {
        var wait = 0;
        Frame frame;
        while ((frame = await socket.HearAsync()).CloseCode is null)
        {
            Assert.Equal(("unavailable", true), ((string)frame["code"]!, (bool)frame["retryable"]!));
            wait = (int)frame["retryAfterMs"]!;
        }

        Assert.Equal(1001, frame.CloseCode);
        return wait;
    }

    private static async Task<HttpStatusCode> HealthAsync(TestRelay relay)
    {
        using var response = await relay.Http.GetAsync("/healthz", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
