using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Liquid.BrowserTests.Browsers;

/// <summary>
/// The browsers of this machine. Chromium and Firefox start when a test first asks for them and serve the whole run; WebKit has
/// no contexts to keep people apart, so each person has one.
/// </summary>
public sealed class InstalledBrowsers : IAsyncLifetime
{
    /// <summary>A name under which Chromium and Firefox reach this machine as they would another one: not a secure context, unlike <c>localhost</c>.</summary>
    public const string LanName = "laptop.example";

    private readonly ConcurrentDictionary<Engine, Lazy<Task<IBrowser>>> _browsers = new();
    private IPlaywright? _playwright;

    public async ValueTask InitializeAsync() => _playwright = await Playwright.CreateAsync();

    /// <summary>Opens a tab for a person of its own: it shares neither storage nor cookies with any other.</summary>
    /// <param name="engine">Which browser.</param>
    /// <param name="look">The person's screen.</param>
    /// <param name="traced">Keeps what is needed to <see cref="IBrowserPage.RecordAsync"/>: at each step a copy of the whole page.</param>
    public async Task<IBrowserPage> OpenAsync(Engine engine, Look look = Look.Light, bool traced = true) => engine == Engine.WebKit
        ? await WebKitPage.OpenAsync()
        : await PlaywrightPage.OpenAsync(await _browsers.GetOrAdd(engine, key => new(() => LaunchAsync(key))).Value, look, traced);

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
        {
            await (await browser.Value).CloseAsync();
        }

        _playwright?.Dispose();
    }

    private Task<IBrowser> LaunchAsync(Engine engine) => engine switch
    {
        Engine.Chromium => _playwright!.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args =
            [
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                $"--host-resolver-rules=MAP {LanName} 127.0.0.1",
            ],
        }),
        // Firefox as distributed is driven over WebDriver BiDi, which Playwright does where this channel is named.
        Engine.Firefox => _playwright!.Firefox.LaunchAsync(new()
        {
            Channel = "moz-firefox",
            ExecutablePath = Environment.GetEnvironmentVariable("FIREFOX") ?? "/usr/bin/firefox-esr",
            FirefoxUserPrefs = new Dictionary<string, object> { ["network.dns.localDomains"] = LanName },
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(engine)),
    };
}
