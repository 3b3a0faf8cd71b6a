using System.Net;
using System.Net.WebSockets;
using System.Text;
using Liquid.Tests.Fuzzing;
using Liquid.Tests.Stores;
using Microsoft.AspNetCore.Builder;

namespace Liquid.Tests.Connections;

/// <summary>What connections make the relay hold in memory is bounded.</summary>
[Collection(Alone.Name)]
public sealed class MemoryTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task Frames_that_never_end_take_what_their_space_may_have_and_the_others_do_not_notice()
    {
        WebApplication app = null!;
        await using var relay = await TestRelay.StartAsync(
            options => ReceiveUpTo(options, megabytes: 32), map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        using var a = await JoinAsync(relay, "healthy");
        using var b = await JoinAsync(relay, "healthy");
        var hostile = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => JoinAsync(relay, "hostile")));

        await Task.WhenAll(hostile.Select(one => BeginAsync(one, 700_000)));
        await HearRefusedAsync(hostile, 8, "MaxReceivingBytesPerSpace");
        await meter.ReadUntilAsync("liquid.receiving.size", bytes => bytes is >= Megabyte and <= 4 * Megabyte);
        await a.MigrateAsync(1, b.Id, new string('x', Megabyte - 1000));
        Assert.Equal(Megabyte - 1000, (await b.HearAsync("message")).Body.Length);

        Array.ForEach(hostile, one => one.Dispose());
        await meter.ReadUntilAsync("liquid.receiving.size", 0);
        using var c = await JoinAsync(relay, "hostile");
        await c.MigrateAsync(1, "*", new string('x', Megabyte - 1000));
    }

    [Fact]
    public async Task All_spaces_together_take_no_more_than_the_relay_may_have()
    {
        WebApplication app = null!;
        await using var relay = await TestRelay.StartAsync(
            options => ReceiveUpTo(options, megabytes: 4), map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        var hostile = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => JoinAsync(relay, $"space {i}")));

        await Task.WhenAll(hostile.Select(one => BeginAsync(one, 700_000)));

        await HearRefusedAsync(hostile, 8, "MaxReceivingBytes ");
        await meter.ReadUntilAsync("liquid.receiving.size", bytes => bytes is >= Megabyte and <= 4 * Megabyte);
        Array.ForEach(hostile, one => one.Dispose());
        await meter.ReadUntilAsync("liquid.receiving.size", 0);
    }

    [Fact]
    public async Task Bodies_over_HTTP_that_never_end_take_no_more_than_frames_may()
    {
        WebApplication app = null!;
        await using var relay = await TestRelay.StartAsync(
            options => ReceiveUpTo(options, megabytes: 32), map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        var end = new TaskCompletionSource();
        Task<HttpResponseMessage> PostAsync(string space, HttpContent body) =>
            relay.Http.PostAsync($"/liquid/messages?space={space}", body, TestContext.Current.CancellationToken);
        var slow = Enumerable.Range(0, 4).Select(_ => PostAsync("hostile", new SlowContent(1_000_000, end.Task))).ToList();
        await meter.ReadUntilAsync("liquid.receiving.size", 4_000_000);

        using var refused = await PostAsync("hostile", new StringContent(new string('x', 500_000)));
        using var healthy = await PostAsync("healthy", new StringContent(new string('x', 500_000)));
        end.SetResult();
        var answers = await Task.WhenAll(slow);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("MaxReceivingBytesPerSpace", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.All(answers.Append(healthy), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await meter.ReadUntilAsync("liquid.receiving.size", 0);
    }

    [Fact]
    public async Task Readers_that_do_not_read_cost_no_queue_and_find_everything_when_they_do()
    {
        const int messages = 300, size = 64 * 1024;
        WebApplication app = null!;
        using var folder = new TemporaryFolder();
        await using var relay = await TestRelay.StartAsync(
            options =>
            {
                (options.Store, options.Data) = ("sqlite", folder.Path);
                options.MaxRecentBytes = Megabyte;
            },
            map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        using var sender = await relay.JoinAsync();
        using var reader = await relay.JoinAsync();
        var slow = new List<TestInstance>();
        while (slow.Count < 20)
        {
            slow.Add(await relay.JoinAsync());
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var id = 1; id <= messages; id++)
        {
            await sender.AnswerAsync(id, "*", new string((char)('a' + (id % 26)), size));
            await reader.AcknowledgeAsync((await reader.HearAsync("message")).Number);
            Assert.InRange(meter.Sum("liquid.recent.size"), 0, Megabyte + size);
        }

        // All that was sent is nineteen megabytes, and twenty times that for all who did not read it.
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(kept, long.MinValue, 10 * Megabyte);
        for (var id = 1; id <= messages; id++)
        {
            var message = await slow[^1].HearAsync("message");
            Assert.Equal((id, size, (byte)('a' + (id % 26))), ((int)message["id"]!, message.Body.Length, message.Body[^1]));
            await slow[^1].AcknowledgeAsync(message.Number);
        }

        slow.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task One_space_takes_its_part_of_the_memory_for_recent_messages_and_no_more()
    {
        WebApplication app = null!;
        await using var relay = await TestRelay.StartAsync(
            options => options.MaxRecentBytesPerSpace = 100_000, map: (built, _) => app = built);
        using var meter = MeterReader.Of(app.Services);
        using var sender = await relay.JoinAsync();
        using var reader = await relay.JoinAsync();
        for (var id = 1; id <= 50; id++)
        {
            await sender.AnswerAsync(id, "*", new string('x', 10_000));
            Assert.InRange(meter.Sum("liquid.recent.size"), 0, 100_000);
        }

        for (var id = 1; id <= 50; id++)
        {
            Assert.Equal(id, (int)(await reader.HearAsync("message"))["id"]!);
        }
    }

    /// <summary>Frames may take so much in memory, four megabytes of it in one space; a request names its space.</summary>
    private static void ReceiveUpTo(LiquidOptions options, int megabytes)
    {
        options.SpaceOf = context => new(context.Request.Query["space"].ToString());
        options.MaxBodyBytes = Megabyte;
        options.MaxReceivingBytes = megabytes * Megabyte;
        options.MaxReceivingBytesPerSpace = 4 * Megabyte;
    }

    private static async Task<TestInstance> JoinAsync(TestRelay relay, string space)
    {
        var identity = new Identity("Chromium on Linux");
        var socket = await TestSocket.OpenAsync(new UriBuilder(relay.SocketAddress) { Query = $"space={Uri.EscapeDataString(space)}" }.Uri);
        await socket.SayAsync(identity.Hello());
        return new TestInstance(identity, socket, await socket.HearAsync("welcome"));
    }

    /// <summary>Begins a frame, and never ends it.</summary>
    private static async Task BeginAsync(TestInstance instance, int size)
    {
        var head = Encoding.UTF8.GetBytes("""{"type":"send","id":1,"to":"*","kind":"migration"}""" + "\n");
        try
        {
            await instance.Socket.SayAsync([.. head, .. new byte[size]], WebSocketMessageType.Binary, endOfMessage: false);
        }
        catch (WebSocketException)
        {
            // The relay may have closed it before all was said.
        }
    }

    /// <summary>Waits until so many are refused: the others fit.</summary>
    private static async Task HearRefusedAsync(TestInstance[] instances, int count, string option)
    {
        var errors = instances.Select(one => one.HearAsync("error")).ToList();
        for (var refused = 0; refused < count; refused++)
        {
            var heard = await Task.WhenAny(errors);
            errors.Remove(heard);
            var error = await heard;
            Assert.Equal(("unavailable", true), ((string)error["code"]!, (bool)error["retryable"]!));
            Assert.Contains(option, (string)error["message"]!);
        }
    }
}
