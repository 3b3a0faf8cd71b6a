using System.Collections.Concurrent;
using Liquid.Connections;
using Liquid.Log;
using Liquid.Spaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Liquid.Tests.Fuzzing;

/// <summary>Hostile connections, several at once in one space, beside healthy ones.</summary>
[Collection(Alone.Name)]
public sealed class ConnectionFuzzTests(ITestOutputHelper output)
{
    private const int AtOnce = 8;
    private const string Space = "shared";

    [Fact]
    public async Task Whatever_connections_say_the_relay_neither_fails_nor_leaks_and_serves_the_others()
    {
        var run = FuzzRun.Start(usual: 5000, output);
        var time = new ManualTime();
        using var log = new ErrorLog();
        var unobserved = new ConcurrentQueue<string>();
        void Observe(object? sender, UnobservedTaskExceptionEventArgs problem) => unobserved.Enqueue($"{problem.Exception}");
        TaskScheduler.UnobservedTaskException += Observe;
        IServiceProvider services = null!;
        await using var relay = await TestRelay.StartAsync(
            Limit,
            time,
            builder => builder.Logging.AddProvider(log),
            (app, _) => services = app.Services);
        try
        {
            using (var a = await relay.JoinAsync())
            using (var b = await relay.JoinAsync())
            {
                // They read all the while, as who does not is ended.
                var (heardByA, heardByB) = (HearUntilAsync(a, "back"), HearUntilAsync(b, "sound"));
                await AttackAsync(run, services.GetRequiredService<OpenConnections>(), time);

                // What was sent to fill the space has outlived its time.
                time.Advance(TimeSpan.FromMinutes(2));
                await a.SendAsync(1, b.Id, "sound");
                await heardByB;
                await b.SendAsync(1, a.Id, "back");
                await heardByA;
                Assert.Equal(2, services.GetRequiredService<OpenConnections>().Count);
            }

            await ForgetAllAsync(relay, time, services);
            using var c = await relay.JoinAsync();
            using var d = await relay.JoinAsync();
            await ExpectServiceAsync(c, d);
            run.End(output);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Observe;
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Empty(log.Errors);
        Assert.DoesNotContain(unobserved, problem => problem.Contains("at Liquid.", StringComparison.Ordinal)
            && !problem.Contains("at Liquid.Tests.", StringComparison.Ordinal));
    }

    /// <summary>Small enough that all of them are met.</summary>
    private static void Limit(LiquidOptions options)
    {
        options.MaxEnvelopeBytes = 2048;
        options.MaxBodyBytes = 4096;
        options.MaxBaseBytes = 2048;
        options.MaxBasesPerSpace = 3;
        options.MaxWaitingBytes = 50_000;
        options.MaxRecentBytes = 20_000;
        options.MaxSendsPerSecond = 12;
        options.MaxUnacknowledged = 5;
        options.MaxInstancesPerSpace = 8;
        options.DefaultTimeToLive = TimeSpan.FromSeconds(10);
        options.MaxTimeToLive = TimeSpan.FromMinutes(1);
        options.ForgetAfter = TimeSpan.FromSeconds(20);

        // The healthy ones are silent all the while.
        options.IdleTimeout = TimeSpan.FromDays(1);
    }

    private async Task AttackAsync(FuzzRun run, OpenConnections connections, ManualTime time)
    {
        var names = new Random(run.Seed);
        Identity[] identities = [.. Enumerable.Range(0, 5).Select(i => new Identity($"Hostile {i}") { Id = Token(names), Key = Token(names) })];
        Identity[] all = [.. identities, identities[0] with { Key = Token(names) }, new("One too many") { Id = Token(names), Key = Token(names) }];
        var (said, heard, seed) = (0L, 0L, run.Seed);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Read(ref said) < run.Inputs)
            {
                var hostile = new HostileInstance(Interlocked.Increment(ref seed), all);
                await hostile.RunAsync(socket => connections.RunAsync(socket, stream: null, Space, visit: null, place: null))
                    .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
                time.Advance(TimeSpan.FromSeconds(1));
                Interlocked.Add(ref said, hostile.Said);
                Interlocked.Add(ref heard, hostile.Heard);
            }
        }));
        output.WriteLine($"{seed - run.Seed} connections said {said} frames and scraps, and heard {heard} bytes");
    }

    /// <summary>What one sends arrives at the other, behind all that the hostile ones sent it.</summary>
    private static async Task ExpectServiceAsync(TestInstance from, TestInstance to)
    {
        await from.SendAsync(1, to.Id, "sound");
        await HearUntilAsync(to, "sound");
    }

    /// <summary>Hears and acknowledges what comes, up to a message, and keeps none of it.</summary>
    private static async Task HearUntilAsync(TestInstance instance, string last)
    {
        while (true)
        {
            var frame = await instance.Socket.HearAsync();
            Assert.True(frame.CloseCode is null, $"Closed with {frame.CloseCode} {frame.CloseText}.");
            Assert.NotEqual("error", frame.Type);
            if (frame.Type == "message")
            {
                await instance.AcknowledgeAsync(frame.Number);
                if (frame.Text == last)
                {
                    return;
                }
            }
        }
    }

    /// <summary>All have gone: with time, nothing of them is left.</summary>
    private static async Task ForgetAllAsync(TestRelay relay, ManualTime time, IServiceProvider services)
    {
        var spaces = services.GetRequiredService<SpaceRegistry>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (spaces.Find(Space) is not null)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await relay.Http.GetAsync("/none", limit.Token);
        }

        Assert.Equal(0, services.GetRequiredService<OpenConnections>().Count);
        Assert.Equal(0, services.GetRequiredService<RecentMemory>().Bytes);
    }

    private static string Token(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return System.Buffers.Text.Base64Url.EncodeToString(bytes);
    }
}
