using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests;

/// <summary>Pages that go away and come back: what waited for them arrives, and they are who they were.</summary>
public sealed class ReturnTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    [Fact]
    public async Task A_message_waits_while_a_tab_is_elsewhere_and_arrives_when_it_is_back()
    {
        var (a, b) = await OpenTwoAsync();
        var id = await LeaveAsync(b, a);
        await a.AddAsync("Milk");
        await a.Tab.EvaluateAsync<object>("void liquid.addEventListener('receipt', event => { window.receipt = event.detail; })");
        Assert.Equal("waiting", await a.Tab.EvaluateAsync<string>($"liquid.migrate('{id}').then(receipt => receipt.status)"));

        await b.Tab.GoAsync(Application.Address);

        await b.ShowsAsync("Milk");
        await a.Tab.UntilAsync("window.receipt?.status === 'applied'");
        await b.StartsAsync();
        Assert.Equal(id, await b.IdAsync());
    }

    [Theory]
    [InlineData(Engine.Chromium)]
    [InlineData(Engine.Firefox)]
    [InlineData(Engine.WebKit)]
    public async Task A_reloaded_tab_keeps_its_id(Engine engine)
    {
        var (a, b) = await OpenTwoAsync(Engine.Chromium, engine);
        var id = await b.IdAsync();

        await b.Tab.ReloadAsync();
        await b.StartsAsync();

        Assert.Equal(id, await b.IdAsync());
        await a.SeesAsync(b);
        await a.AddAsync("Milk");
        await a.MigrateAsync(b);
        await b.ShowsAsync("Milk");
    }

    [Theory]
    [InlineData(Engine.Chromium)]
    [InlineData(Engine.WebKit)]
    public async Task A_duplicated_tab_is_another_instance(Engine engine)
    {
        var original = await OpenAsync(engine);
        var duplicate = new TodoPage(await original.Tab.DuplicateAsync());
        await duplicate.StartsAsync();

        Assert.NotEqual(await original.IdAsync(), await duplicate.IdAsync());
        await original.SeesAsync(duplicate);
        await duplicate.SeesAsync(original);
    }

    [Fact]
    public async Task After_a_restart_of_the_relay_the_pages_are_back_under_their_ids()
    {
        var (a, b) = await OpenTwoAsync();
        var ids = (await a.IdAsync(), await b.IdAsync());
        await a.AddAsync("Milk");
        foreach (var page in new[] { a, b })
        {
            await page.Tab.EvaluateAsync<object>("void liquid.addEventListener('connected', () => { window.back = true; })");
        }

        await Application.StopAsync();
        Application.Start();

        await a.Tab.UntilAsync("window.back");
        await b.Tab.UntilAsync("window.back");
        await a.SeesAsync(b);
        await b.SeesAsync(a);
        Assert.Equal(ids, (await a.IdAsync(), await b.IdAsync()));
        await a.MigrateAsync(b);
        await b.ShowsAsync("Milk");
    }
}
