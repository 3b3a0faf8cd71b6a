using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests;

/// <summary>The panel of a page, used as a person would.</summary>
internal sealed class Panel(TodoPage page)
{
    public const string Menu = "liquid-panel .panel";
    public const string Card = "liquid-panel .card";
    public const string Cover = "liquid-panel .cover";
    public const string Sign = "liquid-panel .sign";
    private const string Root = "document.querySelector('liquid-panel').shadowRoot";

    public IBrowserPage Tab => page.Tab;

    public async Task<Panel> OpenAsync()
    {
        await Tab.ClickAsync("liquid-panel .opener");
        return this;
    }

    /// <summary>Presses a verb in the row of a device.</summary>
    public Task PressAsync(string verb, string device) => Tab.ClickAsync($"liquid-panel [aria-label='{device}: {verb}']");

    /// <summary>Presses the button with that text.</summary>
    public Task PressAsync(string text) => Tab.EvaluateAsync<object>(
        $"void [...{Root}.querySelectorAll('button')].find(one => one.checkVisibility() && one.innerText.trim() === '{text}').click()");

    /// <summary>Waits until there is a button with that text, and presses it.</summary>
    public async Task PressSoonAsync(string text)
    {
        await Tab.UntilAsync(
            $"[...document.querySelector('liquid-panel')?.shadowRoot.querySelectorAll('button') ?? []]"
            + $".some(one => one.checkVisibility() && one.innerText.trim() === '{text}')");
        await PressAsync(text);
    }

    public Task SaysAsync(string text) => Tab.ShowsAsync(Menu, text);

    public Task AsksAsync(string text) => Tab.ShowsAsync(Card, text);

    /// <summary>Waits until those who do not see it are told.</summary>
    public Task TellsAsync(string text) => Tab.ShowsAsync("liquid-panel .unseen", text);

    public Task IsGoneAsync(string selector) => Tab.UntilAsync(
        $"![...{Root}.querySelectorAll('{selector.Replace("liquid-panel ", "", StringComparison.Ordinal)}')].some(one => one.checkVisibility())");

    public Task<T> AskAsync<T>(string expression) => Tab.EvaluateAsync<T>($"(root => {expression})({Root})");

    public Task UntilAsync(string expression) => Tab.UntilAsync($"(root => {expression})({Root})");
}
