using System.Text.Json;
using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests.Demo;

/// <summary>The todo page in one tab: what a person does there, and what its <c>window.liquid</c> is asked for.</summary>
public sealed class TodoPage(IBrowserPage tab)
{
    private const string ReadList =
        "[...document.querySelectorAll('.todo-list li')].map(item => "
        + "(item.querySelector('.toggle').checked && item.querySelector('label.done') ? '✓ ' : '') + item.innerText.trim())";

    /// <summary>The tab that shows the page.</summary>
    public IBrowserPage Tab => tab;

    /// <summary>Waits until the page has started Liquid.</summary>
    public Task StartsAsync() => tab.UntilAsync("window.liquid !== undefined");

    /// <summary>Writes todos and adds each with the button.</summary>
    public async Task AddAsync(params string[] todos)
    {
        foreach (var todo in todos)
        {
            await tab.FillAsync("#todo-text", todo);
            await tab.ClickAsync("#todo-add");
        }
    }

    /// <summary>Clicks the tick box of the todo at a place, from 1.</summary>
    public Task TickAsync(int place) => tab.ClickAsync($".todo-list :nth-child({place} of li) .toggle");

    /// <summary>Clicks the remove button of the todo at a place, from 1.</summary>
    public Task RemoveAsync(int place) => tab.ClickAsync($".todo-list :nth-child({place} of li) .destroy");

    /// <summary>Waits until the list is this one; a ticked todo is written "✓ Milk".</summary>
    public async Task ShowsAsync(params string[] todos)
    {
        try
        {
            await tab.UntilAsync($"JSON.stringify({ReadList}) === JSON.stringify({JsonSerializer.Serialize(todos)})");
        }
        catch (TimeoutException)
        {
            Assert.Equal(todos, await tab.EvaluateAsync<string[]>(ReadList));
        }
    }

    /// <summary>This instance's id.</summary>
    public Task<string> IdAsync() => tab.EvaluateAsync<string>("liquid.id");

    /// <summary>The instances of the space as this page knows them.</summary>
    public Task<Instance[]> InstancesAsync() => tab.EvaluateAsync<Instance[]>("liquid.instances()");

    /// <summary>Waits until this page knows another instance, online or away.</summary>
    public async Task SeesAsync(TodoPage other, bool online = true)
    {
        var id = await other.IdAsync();
        await SeesAsync(id, online);
    }

    /// <inheritdoc cref="SeesAsync(TodoPage, bool)"/>
    public Task SeesAsync(string id, bool online = true) => tab.UntilAsync(
        $"liquid.instances().then(all => all.some(one => one.id === '{id}' && one.online === {(online ? "true" : "false")}))");

    /// <summary>Sends this page to another and waits for its receipt.</summary>
    public async Task<Receipt> MigrateAsync(TodoPage target) =>
        await tab.EvaluateAsync<Receipt>($"liquid.migrate('{await target.IdAsync()}')");
}
