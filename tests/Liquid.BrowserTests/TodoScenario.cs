using System.Reflection;
using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

[assembly: AssemblyFixture(typeof(InstalledBrowsers))]

namespace Liquid.BrowserTests;

/// <summary>
/// What every scenario starts from: a todo application of its own, and people who open it. When a test fails, what
/// each of them saw is kept in tests/results.
/// </summary>
public abstract class TodoScenario(InstalledBrowsers browsers, string spaces = "shared") : IAsyncLifetime
{
    private readonly List<IBrowserPage> _tabs = [];

    protected TodoApplication Application { get; } = new(spaces);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Somebody opens a tab in a browser that shares nothing with the others.</summary>
    protected async Task<IBrowserPage> OpenTabAsync(Engine engine, Look look = Look.Light)
    {
        var tab = await browsers.OpenAsync(engine, look);
        _tabs.Add(tab);
        return tab;
    }

    /// <summary>Somebody opens the page in a browser that shares nothing with the others.</summary>
    protected Task<TodoPage> OpenAsync(Engine engine = Engine.Chromium, string path = "", Look look = Look.Light) =>
        OpenAsync(new Uri(Application.Address, path), engine, look);

    /// <summary>Somebody opens the page under an address in a browser that shares nothing with the others.</summary>
    protected async Task<TodoPage> OpenAsync(Uri address, Engine engine = Engine.Chromium, Look look = Look.Light)
    {
        var tab = await OpenTabAsync(engine, look);
        var page = new TodoPage(tab);
        await tab.GoAsync(address);
        await page.StartsAsync();
        return page;
    }

    /// <summary>Two people open the page, and each sees the other.</summary>
    protected async Task<(TodoPage A, TodoPage B)> OpenTwoAsync(
        Engine first = Engine.Chromium, Engine second = Engine.Chromium, Look look = Look.Light)
    {
        var a = await OpenAsync(first, look: look);
        var b = await OpenAsync(second, look: look);
        await a.SeesAsync(b);
        return (a, b);
    }

    /// <summary>A page goes elsewhere, and another one sees that it is away.</summary>
    /// <returns>The id under which it comes back.</returns>
    protected static async Task<string> LeaveAsync(TodoPage page, TodoPage other)
    {
        var id = await page.IdAsync();
        await page.Tab.GoAsync(new Uri("about:blank"));
        await other.SeesAsync(id, online: false);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            await RecordAsync();
        }

        foreach (var tab in _tabs)
        {
            await tab.DisposeAsync();
        }

        await Application.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task RecordAsync()
    {
        var folder = typeof(TodoScenario).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ResultsFolder").Value!;
        var test = TestContext.Current.TestMethod!;
        for (var i = 0; i < _tabs.Count; i++)
        {
            await _tabs[i].RecordAsync(Path.Combine(folder, $"{GetType().Name}.{test.MethodName}.{i + 1}"));
        }
    }
}
