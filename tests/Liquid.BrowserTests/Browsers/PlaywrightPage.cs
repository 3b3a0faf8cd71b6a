using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Liquid.BrowserTests.Browsers;

/// <summary>A tab driven by Playwright, in a browser context that it shares with its duplicates only.</summary>
internal sealed class PlaywrightPage(IPage page, bool traced) : IBrowserPage
{
    private const float Patience = 30_000;

    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(30);

    private readonly ConcurrentQueue<string> _complaints = Listen(page);

    public static async Task<PlaywrightPage> OpenAsync(IBrowser browser, Look look, bool traced)
    {
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = look == Look.Phone ? new() { Width = 320, Height = 568 } : new() { Width = 1000, Height = 700 },
            ColorScheme = look == Look.Dark ? ColorScheme.Dark : null,
            ForcedColors = look == Look.Forced ? ForcedColors.Active : null,
            ReducedMotion = look == Look.Forced ? ReducedMotion.Reduce : null,
        });
        context.SetDefaultTimeout(Patience);
        // Traces are Chromium's: over WebDriver BiDi they hold nothing yet.
        traced &= browser.BrowserType.Name == BrowserType.Chromium;
        if (traced)
        {
            await context.Tracing.StartAsync(new() { Screenshots = true, Snapshots = true });
        }

        return new PlaywrightPage(await context.NewPageAsync(), traced);
    }

    public IReadOnlyCollection<string> Complaints => _complaints;

    public Task GoAsync(Uri address) => page.GotoAsync(address.ToString());

    public Task ReloadAsync() => page.ReloadAsync();

    public async Task<IBrowserPage> DuplicateAsync()
    {
        // A tab opened by a script of the same origin gets a copy of the session's storage, as a duplicated one does.
        var duplicate = await page.RunAndWaitForPopupAsync(() => page.EvaluateAsync("() => void window.open(location.href)"));
        return new PlaywrightPage(duplicate, traced: false);
    }

    public Task ClickAsync(string selector) => page.ClickAsync(selector);

    public async Task FillAsync(string selector, string text)
    {
        if (page.Context.Browser!.BrowserType.Name != BrowserType.Firefox)
        {
            await page.FillAsync(selector, text);
            return;
        }

        // Over WebDriver BiDi a text is filled in by the element's own property, which React takes for its own doing.
        await page.Locator(selector).ClearAsync();
        await page.Locator(selector).PressSequentiallyAsync(text);
    }

    public Task PressAsync(string key) => page.Keyboard.PressAsync(key);

    public Task ShowsAsync(string selector, string text) =>
        Assertions.Expect(page.Locator(selector)).ToContainTextAsync(text, new() { Timeout = Patience });

    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var json = await page.EvaluateAsync<string>($"async () => JSON.stringify(await ({expression})) ?? 'null'");
        return JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;
    }

    public async Task UntilAsync(string expression)
    {
        // WaitForFunction takes a promise for true, whatever it resolves to.
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(Patience));
        while (!await IsTrueAsync(expression))
        {
            if (timeout.IsCancellationRequested)
            {
                throw new TimeoutException($"Not true within {Patience} ms: {expression}");
            }

            await Task.Delay(_glance, CancellationToken.None);
        }
    }

    public async Task RecordAsync(string path)
    {
        await page.ScreenshotAsync(new() { Path = path + ".png" });
        if (traced)
        {
            await page.Context.Tracing.StopAsync(new() { Path = path + ".zip" });
        }
    }

    public async ValueTask DisposeAsync() => await page.Context.CloseAsync();

    private static ConcurrentQueue<string> Listen(IPage page)
    {
        var complaints = new ConcurrentQueue<string>();
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "warning" or "error")
            {
                complaints.Enqueue(message.Text);
            }
        };
        return complaints;
    }

    private async Task<bool> IsTrueAsync(string expression)
    {
        try
        {
            return await page.EvaluateAsync<bool>($"async () => Boolean(await ({expression}))");
        }
        catch (PlaywrightException problem) when (problem.Message.Contains("navigation", StringComparison.OrdinalIgnoreCase))
        {
            // Another page came meanwhile; it is asked next.
            return false;
        }
    }
}
