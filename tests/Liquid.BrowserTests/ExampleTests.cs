using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests;

/// <summary>The same todo list in other frameworks: it goes from A to B and back to A, with work done at every stop.</summary>
public sealed class ExampleTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    /// <summary>The example pages, and where they go from Chromium.</summary>
    public static MatrixTheoryData<string, Engine> Examples { get; } = new(
        ["inline", "jquery", "react", "vue", "svelte", "preact", "alpine", "storage"],
        [Engine.Firefox, Engine.WebKit]);

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_list_goes_on_wherever_it_arrives_and_the_console_is_silent(string example, Engine second)
    {
        var a = await OpenAsync(Engine.Chromium, $"examples/{example}.html");
        var b = await OpenAsync(second, $"examples/{example}.html");
        await a.SeesAsync(b);
        await a.AddAsync("Milk", "Bread", "Tea");
        await a.TickAsync(2);
        await a.Tab.FillAsync("#todo-text", "half a sent");

        await SendAsync(a, b);

        await b.ShowsAsync("Milk", "✓ Bread", "Tea");
        await ShowsTypedAsync(b, "half a sent");
        // The application knows what was typed elsewhere: it adds it.
        await b.Tab.PressAsync("Enter");
        await b.ShowsAsync("Milk", "✓ Bread", "Tea", "half a sent");
        await b.RemoveAsync(1);
        await b.TickAsync(1);
        await b.TickAsync(2);
        await b.AddAsync("Jam");
        await b.ShowsAsync("Bread", "✓ Tea", "half a sent", "Jam");
        await b.Tab.ShowsAsync(".left", "3 of 4 left");

        await SendAsync(b, a);

        await a.ShowsAsync("Bread", "✓ Tea", "half a sent", "Jam");
        await ShowsTypedAsync(a, "");
        await a.TickAsync(1);
        await a.RemoveAsync(3);
        await a.AddAsync("Salt");
        await a.ShowsAsync("✓ Bread", "✓ Tea", "Jam", "Salt");
        await a.Tab.ShowsAsync(".left", "2 of 4 left");
        await b.ShowsAsync("Bread", "✓ Tea", "half a sent", "Jam");
        Assert.Empty(a.Tab.Complaints);
        Assert.Empty(b.Tab.Complaints);
    }

    [Fact]
    public async Task A_page_that_starts_again_from_storage_goes_back_by_undo()
    {
        var a = await OpenAsync(path: "examples/storage.html");
        var b = await OpenAsync(path: "examples/storage.html");
        await a.SeesAsync(b);
        await b.AddAsync("Mine");
        await a.AddAsync("Milk");
        var sent = SendAsync(a, b);
        await new Panel(b).PressSoonAsync("Apply");
        await sent;
        await b.ShowsAsync("Milk");

        await b.Tab.EvaluateAsync<object>("void liquid.undo()");

        await b.ShowsAsync("Mine");
        Assert.Empty(b.Tab.Complaints);
    }

    /// <summary>Sends, and waits for the receipt: one that starts again answers when it has.</summary>
    private static async Task SendAsync(TodoPage source, TodoPage target)
    {
        var id = await target.IdAsync();
        await source.Tab.EvaluateAsync<object>(
            $$"""
            new Promise((resolve, reject) => {
              liquid.addEventListener("receipt", ({ detail }) => {
                if (detail.from !== "{{id}}") return;
                if (detail.status === "applied" && !detail.leftOut.length) resolve();
                else reject(new Error(JSON.stringify(detail)));
              }, { once: true });
              liquid.migrate("{{id}}").catch(reject);
              setTimeout(reject, 30000, new Error("No receipt came."));
            })
            """);
    }

    private static Task ShowsTypedAsync(TodoPage page, string text) =>
        page.Tab.UntilAsync($"document.querySelector('#todo-text').value === '{text}'");
}
