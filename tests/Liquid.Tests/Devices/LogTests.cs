using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Liquid.Tests.Devices;

/// <summary>Logs are read by more people than messages are meant for.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task Nothing_that_is_secret_is_logged_at_any_level()
    {
        var log = new Recorder();
        var secrets = new List<string> { "the-body-of-a-message", "the-rows-of-a-base" };
        await using var relay = await TestRelay.StartAsync(
            options => options.Spaces = "paired",
            build: builder => builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var before = await phone.JoinAsync("B");
        var code = await desk.InviteAsync();
        secrets.AddRange([code, a.Identity.Key, before.Identity.Key, .. Values(desk), .. Values(phone)]);

        await phone.JoinByAsync("AAAAAA");
        await phone.JoinByAsync(code);
        await before.Socket.HearCloseAsync();
        using var b = await phone.JoinAsync("B");
        secrets.AddRange([.. Values(phone), b.Identity.Key]);
        await a.MigrateAsync(1, b.Id, "the-body-of-a-message");
        await b.AcknowledgeAsync((await b.HearAsync("message")).Number);
        await a.Socket.SayAsync("""{"type":"base","fingerprint":"9f86d081884c7d65"}""" + "\nthe-rows-of-a-base");
        await a.HearAsync("error");
        await a.Socket.SayAsync("""{"type":"send","id":0}""" + "\nthe-body-of-a-message");
        Assert.Equal(4100, await a.Socket.HearCloseAsync());
        await desk.StatusAsync(HttpMethod.Delete, $"devices/{(string)(await desk.ReadAsync(HttpMethod.Get, "devices"))[1]!["id"]!}");
        Assert.Equal(4106, await b.Socket.HearCloseAsync());
        await desk.StatusAsync(HttpMethod.Post, "leave");
        await relay.StopAsync();

        var lines = log.Lines.ToList();
        Assert.Contains(lines, line => line.Contains($"Instance {a.Id} joined", StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_logged_has_members_that_programs_read()
    {
        var log = new Recorder();
        await using var relay = await TestRelay.StartAsync(
            build: builder => builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Debug));
        using var a = await relay.JoinAsync();
        await a.LeaveAsync();
        await relay.StopAsync();

        var closed = Assert.Single(log.Members, members => members.ContainsKey("Instance") && members.ContainsKey("Reason"));
        Assert.Equal((a.Id, 1000), ((string)closed["Instance"]!, (int)closed["Code"]!));
    }

    private static IEnumerable<string> Values(TestBrowser browser) => browser.Jar.GetAllCookies().Select(cookie => cookie.Value);

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ConcurrentQueue<Dictionary<string, object?>> Members { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines.Enqueue($"{formatter(state, exception)} {exception}");
            if (state is IEnumerable<KeyValuePair<string, object?>> members)
            {
                Members.Enqueue(members.GroupBy(member => member.Key).ToDictionary(group => group.Key, group => group.Last().Value));
            }
        }

        public void Dispose()
        {
        }
    }
}
