using System.Diagnostics;
using System.Text.Json.Nodes;
using Liquid.Spaces;
using Liquid.Tests.Faults;
using Liquid.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Tests.Commands;

public sealed class WatchTests
{
    [Fact]
    public async Task It_lists_who_is_there_and_then_tells_who_comes_and_goes_until_it_is_interrupted()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();
        using var a = await relay.JoinAsync("A");
        using var watch = program.Start(["watch", "--server", relay.Origin]);
        Assert.StartsWith("NAME", await ReadAsync(watch));
        Assert.Contains(a.Id, await ReadAsync(watch));

        var b = await relay.JoinAsync("B");
        Assert.Matches($"^[0-9:]{{8}}  joined +B  {b.Id}$", await ReadAsync(watch));
        await b.LeaveAsync();
        Assert.Contains("left", await ReadAsync(watch));
        b.Dispose();

        await InterruptAsync(watch);
        Assert.Equal(0, watch.ExitCode);
        Assert.Equal("", await watch.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task As_JSON_each_change_is_one_line()
    {
        await using var relay = await TestRelay.StartAsync();
        using var program = new Program();
        using var watch = program.Start(["watch", "--json", "--server", relay.Origin]);
        var present = JsonNode.Parse(await ReadAsync(watch))!;
        using var a = await relay.JoinAsync("A");

        var presence = JsonNode.Parse(await ReadAsync(watch))!;

        Assert.Equal("present", (string)present["type"]!);
        Assert.Equal(("joined", a.Id), ((string)presence["change"]!, (string)presence["instance"]!["id"]!));
        watch.Kill();
    }

    [Fact]
    public async Task It_goes_on_when_the_relay_is_back()
    {
        using var folder = new TemporaryFolder();
        using var relay = new RelayProcess($"--Liquid:Data={folder.Path}");
        using var program = new Program();
        await relay.StartAsync();
        using var watch = program.Start(["watch", "--json", "--server", relay.Address.ToString()]);
        await ReadAsync(watch);

        await relay.KillAsync();
        Assert.Contains("Trying again", await watch.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));
        await relay.StartAsync();

        Assert.Contains("present", await ReadAsync(watch));
        watch.Kill();
    }

    [Fact]
    public async Task That_an_empty_space_is_still_empty_is_told_once()
    {
        IServiceProvider services = null!;
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(time: time, map: (app, _) => services = app.Services);
        var spaces = services.GetRequiredService<SpaceRegistry>();
        using var program = new Program();
        using var watch = program.Start(["watch", "--json", "--server", relay.Origin]);
        Assert.Contains("\"instances\":[]", await ReadAsync(watch));

        // It is given up, and opened again when the watch is back.
        var first = spaces.Find("shared");
        time.Advance(TimeSpan.FromSeconds(10));
        while (spaces.Find("shared") is not { } other || other == first)
        {
            await relay.Http.GetAsync("/none", TestContext.Current.CancellationToken);
        }

        using var a = await relay.JoinAsync("A");

        Assert.Contains(a.Id, await ReadAsync(watch));
        watch.Kill();
    }

    private static async Task<string> ReadAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));

    private static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
