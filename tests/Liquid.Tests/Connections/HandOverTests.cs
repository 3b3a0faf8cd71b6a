using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;

namespace Liquid.Tests.Connections;

/// <summary>A connection goes on behind the request that it began with, where it can; otherwise within it.</summary>
public sealed class HandOverTests
{
    [Fact]
    public async Task The_request_ends_when_the_connection_begins()
    {
        var ended = new TaskCompletionSource();
        await using var relay = await TestRelay.StartAsync(map: (app, _) => app.Use(async (context, next) =>
        {
            await next(context);
            ended.TrySetResult();
        }));

        using var a = await relay.JoinAsync();
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);

        using var b = await relay.JoinAsync();
        await ExpectMessagesAsync(a, b);
        a.Socket.Raw.Abort();
        Assert.Equal("left", (string)(await b.HearAsync("presence"))["change"]!);
    }

    [Fact]
    public async Task It_stays_within_the_request_if_the_application_has_endpoint_defaults_of_its_own()
    {
        var ended = new TaskCompletionSource();
        var connected = 0;
        await using var relay = await TestRelay.StartAsync(
            build: builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next =>
                connection =>
                {
                    Interlocked.Increment(ref connected);
                    return next(connection);
                }))),
            map: (app, _) => app.Use(async (context, next) =>
            {
                await next(context);
                ended.TrySetResult();
            }));

        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await ExpectMessagesAsync(a, b);

        Assert.Equal(2, connected);
        Assert.False(ended.Task.IsCompleted);
        a.Dispose();
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_a_peer_says_before_the_request_has_ended_is_heard()
    {
        var first = new TaskCompletionSource();
        var mayEnd = first.Task;
        await using var relay = await TestRelay.StartAsync(map: (app, _) => app.Use(async (context, next) =>
        {
            await next(context);
            await mayEnd;
        }));
        using var socket = await relay.OpenAsync();
        await socket.SayAsync(new Identity("Early").Hello());

        first.SetResult();

        await socket.HearAsync("welcome");
    }

    private static async Task ExpectMessagesAsync(TestInstance a, TestInstance b)
    {
        await a.AnswerAsync(1, b.Id, "there");
        await b.AnswerAsync(1, a.Id, "and back");
        Assert.Equal("there", (await b.HearAsync("message")).Text);
        Assert.Equal("and back", (await a.HearAsync("message")).Text);
    }
}
