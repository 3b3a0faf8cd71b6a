using System.Net.Http.Json;
using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests;

public sealed class MigrationTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    [Theory]
    [InlineData(Engine.Chromium, Engine.Chromium)]
    [InlineData(Engine.Chromium, Engine.Firefox)]
    [InlineData(Engine.Firefox, Engine.WebKit)]
    [InlineData(Engine.WebKit, Engine.Chromium)]
    [InlineData(Engine.WebKit, Engine.WebKit)]
    public async Task A_list_arrives_in_another_browser_and_works_there(Engine first, Engine second)
    {
        var (a, b) = await OpenTwoAsync(first, second);
        await a.AddAsync("Milk", "Bread", "Tea");
        await a.TickAsync(2);

        var receipt = await a.MigrateAsync(b);

        Assert.Equal("applied", receipt.Status);
        Assert.Empty(receipt.LeftOut);
        Assert.NotEqual(0, receipt.Applied);
        await b.ShowsAsync("Milk", "✓ Bread", "Tea");

        await b.TickAsync(1);
        await b.RemoveAsync(2);
        await b.AddAsync("Jam");
        await b.ShowsAsync("✓ Milk", "Tea", "Jam");
        await a.ShowsAsync("Milk", "✓ Bread", "Tea");
    }

    [Fact]
    public async Task A_migration_replaces_what_the_target_had()
    {
        var (a, b) = await OpenTwoAsync();
        await b.AddAsync("Of no interest");
        await a.AddAsync("Milk");

        var sent = a.MigrateAsync(b);
        await new Panel(b).PressSoonAsync("Apply");
        await sent;

        await b.ShowsAsync("Milk");
    }

    [Fact]
    public async Task A_broadcast_reaches_everybody_else()
    {
        var (a, b) = await OpenTwoAsync();
        var c = await OpenAsync();
        var d = await OpenAsync();
        await a.SeesAsync(d);
        await a.AddAsync("Milk", "Bread");
        await a.TickAsync(1);

        await a.Tab.EvaluateAsync<object>("liquid.broadcast()");

        foreach (var other in new[] { b, c, d })
        {
            await other.ShowsAsync("✓ Milk", "Bread");
        }
    }

    [Fact]
    public async Task Half_typed_text_its_caret_and_the_scroll_position_arrive()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync([.. Enumerable.Range(1, 20).Select(n => $"Todo {n}")]);
        await a.Tab.FillAsync("#todo-text", "half a sent");
        await a.Tab.EvaluateAsync<object>("document.querySelector('#todo-text').setSelectionRange(4, 6)");
        await a.Tab.EvaluateAsync<object>("scrollTo(0, 200)");

        await a.MigrateAsync(b);

        Assert.Equal("half a sent", await b.Tab.EvaluateAsync<string>("document.activeElement.value"));
        Assert.Equal(4, await b.Tab.EvaluateAsync<int>("document.activeElement.selectionStart"));
        Assert.Equal(6, await b.Tab.EvaluateAsync<int>("document.activeElement.selectionEnd"));
        Assert.Equal(200, await b.Tab.EvaluateAsync<double>("scrollY"));
    }

    [Fact]
    public async Task The_relay_lists_both_browsers_for_programs()
    {
        var (a, b) = await OpenTwoAsync();
        using var client = new HttpClient();

        var listed = await client.GetFromJsonAsync<Instance[]>(
            new Uri(Application.Address, "liquid/instances"), TestContext.Current.CancellationToken);

        string[] ids = [await a.IdAsync(), await b.IdAsync()];
        Assert.Equal(ids, listed!.Select(instance => instance.Id));
        Assert.All(listed!, instance => Assert.Equal("Chromium on Linux", instance.Name));
        Assert.All(listed!, instance => Assert.Equal(Application.Address.ToString(), instance.Page));
        Assert.All(listed!, instance => Assert.True(instance.Online));
    }
}
