using Liquid.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Liquid.Tests.Memory;

public sealed class QuietCollectionTests
{
    private const long Megabyte = 1024 * 1024;
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _step = TimeSpan.FromSeconds(2);
    private readonly ManualTime _time = new();
    private readonly FakeHeap _heap = new();

    [Fact]
    public async Task What_messages_took_is_given_back_once_when_they_have_ceased()
    {
        await using var relay = await StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        for (var id = 1; id <= 20; id++)
        {
            await PassMessageAsync(a, b, id);
            _heap.Allocate(10 * Megabyte);
            _time.Advance(_step);
        }

        Assert.Equal(0, _heap.Untold);
        var first = _heap.GivenBackAsync();
        Assert.Equal(200 * Megabyte, await _time.PassUntilAsync(first, _step));

        // Nothing more, however long it stays quiet, until messages have taken as much again.
        var second = _heap.GivenBackAsync();
        for (var i = 0; i < 60; i++)
        {
            _time.Advance(_step);
            await PingAsync(a);
        }

        _heap.Allocate(31 * Megabyte);
        for (var i = 0; i < 60; i++)
        {
            _time.Advance(_step);
            await PingAsync(a);
        }

        _heap.Allocate(Megabyte);
        Assert.Equal(232 * Megabyte, await _time.PassUntilAsync(second, _step));
        Assert.Equal(0, _heap.Untold);
    }

    [Fact]
    public async Task Connections_that_come_and_go_are_no_quiet()
    {
        await using var relay = await StartAsync();
        _heap.Allocate(100 * Megabyte);
        for (var i = 0; i < 20; i++)
        {
            using var instance = await relay.JoinAsync();
            _time.Advance(_step);
        }

        Assert.Equal(0, _heap.Untold);
        await _time.PassUntilAsync(_heap.GivenBackAsync(), _step);
    }

    [Fact]
    public async Task An_application_that_does_not_ask_for_it_collects_when_NET_does()
    {
        await using var relay = await StartAsync(options => options.CollectWhenQuietFor = TimeSpan.Zero);
        using var a = await relay.JoinAsync();
        _heap.Allocate(1000 * Megabyte);
        for (var i = 0; i < 60; i++)
        {
            _time.Advance(_step);
            await PingAsync(a);
        }

        Assert.Equal(0, _heap.Untold);
    }

    private Task<TestRelay> StartAsync(Action<LiquidOptions>? configure = null) => TestRelay.StartAsync(
        options =>
        {
            options.CollectWhenQuietFor = _quiet;
            configure?.Invoke(options);
        },
        _time,
        builder => builder.Services.Replace(ServiceDescriptor.Singleton<IHeap>(_heap)));

    private static async Task PassMessageAsync(TestInstance from, TestInstance to, long id)
    {
        await from.AnswerAsync((int)id, to.Id, "taken");
        await to.AcknowledgeAsync((await to.HearAsync("message")).Number);
    }

    /// <summary>What the relay does at the same time has been done when it answers.</summary>
    private static async Task PingAsync(TestInstance instance)
    {
        await instance.Socket.SayAsync("""{"type":"ping"}""");
        await instance.HearAsync("pong");
    }
}
