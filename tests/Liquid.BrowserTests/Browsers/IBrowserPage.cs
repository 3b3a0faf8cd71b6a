namespace Liquid.BrowserTests.Browsers;

/// <summary>
/// One tab, used as a person would. Selectors are CSS and reach into open shadow roots. Everything waits, within the
/// driver's time limit, until it can be done.
/// </summary>
public interface IBrowserPage : IAsyncDisposable
{
    /// <summary>Warnings and errors that the browser's console has shown, where the driver tells of them (Chromium, Firefox).</summary>
    IReadOnlyCollection<string> Complaints { get; }

    /// <summary>Opens an address and waits until its <c>load</c> event has run.</summary>
    Task GoAsync(Uri address);

    /// <summary>Loads the page again and waits until its <c>load</c> event has run.</summary>
    Task ReloadAsync();

    /// <summary>Opens a second tab as "Duplicate tab" does: the same address with a copy of the session's storage.</summary>
    Task<IBrowserPage> DuplicateAsync();

    /// <summary>Clicks the only element that the selector matches.</summary>
    Task ClickAsync(string selector);

    /// <summary>Replaces what a text field holds.</summary>
    Task FillAsync(string selector, string text);

    /// <summary>Presses a key, such as <c>Enter</c>, with the keyboard focus where it is.</summary>
    Task PressAsync(string key);

    /// <summary>Waits until the element's visible text contains <paramref name="text"/>.</summary>
    Task ShowsAsync(string selector, string text);

    /// <summary>Gives the value of an expression of the page, as JSON has it; a promise is awaited.</summary>
    Task<T> EvaluateAsync<T>(string expression);

    /// <summary>Waits until an expression of the page is true.</summary>
    Task UntilAsync(string expression);

    /// <summary>Writes what helps to understand a failure: <paramref name="path"/> with the extension of each kind.</summary>
    Task RecordAsync(string path);
}
