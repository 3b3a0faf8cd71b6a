using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests;

public sealed class HandlerTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    [Fact]
    public async Task A_handler_runs_once_after_the_list_travelled_there_and_back()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync("Milk", "Bread");
        await a.MigrateAsync(b);
        await b.AddAsync("Tea");
        await b.MigrateAsync(a);
        await a.ShowsAsync("Milk", "Bread", "Tea");

        // The application writes its count anew whenever one of its handlers runs.
        await a.Tab.EvaluateAsync<object>(
            """
            void new MutationObserver(records => { window.runs = (window.runs ?? 0) + records.length; })
              .observe(document.querySelector(".left"), { childList: true })
            """);
        await a.TickAsync(1);
        Assert.Equal(1, await a.Tab.EvaluateAsync<int>("window.runs"));
        await a.TickAsync(3);
        Assert.Equal(2, await a.Tab.EvaluateAsync<int>("window.runs"));
        await a.RemoveAsync(2);
        Assert.Equal(3, await a.Tab.EvaluateAsync<int>("window.runs"));
        await a.AddAsync("Jam");
        Assert.Equal(4, await a.Tab.EvaluateAsync<int>("window.runs"));
        await a.ShowsAsync("✓ Milk", "✓ Tea", "Jam");
    }
}
