using System.Collections.Concurrent;
using System.Text.Json;
using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests.Fidelity;

/// <summary>
/// Runs each scenario once in each pair of engines, when it is first asked for. Two tabs serve all scenarios of a pair.
/// </summary>
public sealed class FidelityRun(InstalledBrowsers browsers) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<(EnginePair, Scenario), Lazy<Task<Observation>>> _observations = new();
    private readonly ConcurrentDictionary<EnginePair, Lazy<Task<(IBrowserPage Source, IBrowserPage Target)>>> _tabs = new();
    private FidelityApplication? _application;

    public async ValueTask InitializeAsync() => _application = await FidelityApplication.StartAsync();

    public Task<Observation> ObserveAsync(EnginePair pair, Scenario scenario) =>
        _observations.GetOrAdd((pair, scenario), key => new(() => RunAsync(key.Item1, key.Item2))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var tabs in _tabs.Values)
        {
            var (source, target) = await tabs.Value;
            await source.DisposeAsync();
            await target.DisposeAsync();
        }

        await _application!.DisposeAsync();
    }

    private async Task<Observation> RunAsync(EnginePair pair, Scenario scenario)
    {
        var (source, target) = await _tabs.GetOrAdd(pair, key => new(() => OpenAsync(key))).Value;
        var page = new Uri(_application!.Address, $"{scenario.Page}.html");
        await Task.WhenAll(LoadAsync(source, page), LoadAsync(target, page));
        var sameBase = await ReadAsync(source, "fingerprint") == await ReadAsync(target, "fingerprint");

        await source.EvaluateAsync<object>("scenario.act()");
        var id = await target.EvaluateAsync<string>("liquid.id");
        var receipt = await source.EvaluateAsync<Receipt>($"liquid.migrate('{id}')");
        var atSource = await ReadAsync(source, "scenario.state()");
        var atTarget = await ReadAsync(target, "scenario.state()");
        await target.EvaluateAsync<object>("liquid.undo()");
        var undone = scenario.ReadOnce ? null : await ReadAsync(target, "scenario.state()");

        await LoadAsync(target, page);
        var atLoad = await ReadAsync(target, "scenario.state()");

        var evidence =
            $"""
            source:    {atSource}
            target:    {atTarget}
            undone:    {undone}
            untouched: {atLoad}
            receipt:   {JsonSerializer.Serialize(receipt)}
            """;
        Assert.True(atSource != atLoad, $"{scenario.Page}.html reads nothing of what it does.\n{evidence}");
        var fate = atTarget == atSource ? Fate.Arrives : atTarget == atLoad ? Fate.Stays : Fate.Partly;
        var reasons = receipt.LeftOut.Select(remark => remark.Reason).Distinct().Order(StringComparer.Ordinal);
        return new Observation(new Outcome(fate, [.. reasons]), sameBase, undone is null ? null : undone == atLoad, evidence);
    }

    private async Task<(IBrowserPage Source, IBrowserPage Target)> OpenAsync(EnginePair pair) =>
        (await browsers.OpenAsync(pair.From, traced: false), await browsers.OpenAsync(pair.To, traced: false));

    private static async Task LoadAsync(IBrowserPage tab, Uri page)
    {
        await tab.GoAsync(page);
        await tab.UntilAsync("window.liquid?.connected");
    }

    private static Task<string> ReadAsync(IBrowserPage tab, string expression) =>
        tab.EvaluateAsync<string>($"Promise.resolve({expression}).then(JSON.stringify)");
}
