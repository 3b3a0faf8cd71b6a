using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;
using Liquid.BrowserTests.Nodes;
using Liquid.Tests.Postgres;

namespace Liquid.BrowserTests;

/// <summary>Pages on different nodes of one relay, behind a proxy.</summary>
public sealed class NodesTests(InstalledBrowsers browsers, PostgresServer server)
{
    [Theory]
    [InlineData(Engine.Chromium, Engine.Chromium)]
    [InlineData(Engine.Firefox, Engine.WebKit)]
    public async Task Pages_on_two_nodes_migrate_and_when_one_node_is_killed_its_page_goes_on_with_the_other(
        Engine first, Engine second)
    {
        await using var nodes = await ProxiedNodes.StartAsync(server);
        await using var tabOfA = await browsers.OpenAsync(first);
        await using var tabOfB = await browsers.OpenAsync(second);
        var a = await OpenAsync(tabOfA, nodes.Proxy.Address);
        var b = await OpenAsync(tabOfB, nodes.Proxy.Address);
        await a.SeesAsync(b);
        await b.SeesAsync(a);
        Assert.Equal(2, nodes.Proxy.Taken.Distinct().Count());

        await a.AddAsync("Milk");
        await a.MigrateAsync(b);
        await b.ShowsAsync("Milk");
        await b.AddAsync("Bread");
        await b.MigrateAsync(a);
        await a.ShowsAsync("Milk", "Bread");

        var id = await b.IdAsync();
        await b.Tab.EvaluateAsync<object>("void liquid.addEventListener('connected', () => { window.back = true; })");
        await nodes.KillAsync(nodes.Proxy.Taken.Last());
        await a.AddAsync("Tea");
        await a.MigrateAsync(b);
        await b.ShowsAsync("Milk", "Bread", "Tea");
        await b.Tab.UntilAsync("window.back");
        await a.SeesAsync(b);
        await b.AddAsync("Salt");
        await b.MigrateAsync(a);
        await a.ShowsAsync("Milk", "Bread", "Tea", "Salt");
        Assert.Equal(id, await b.IdAsync());
    }

    private static async Task<TodoPage> OpenAsync(IBrowserPage tab, Uri address)
    {
        var page = new TodoPage(tab);
        await tab.GoAsync(address);
        await page.StartsAsync();
        return page;
    }
}
