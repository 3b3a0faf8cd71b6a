using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Interactions;
using OpenQA.Selenium.Remote;

namespace Liquid.BrowserTests.Browsers;

/// <summary>A tab driven by WebDriver, in a browser that it shares with its duplicates only.</summary>
internal sealed class WebKitPage(WebKitSession session, string window) : IBrowserPage
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Finds the element of a CSS selector; a space also steps into an open shadow root.</summary>
    private const string Find =
        """
        const find = selector => {
          const steps = selector.match(/(?:\[[^\]]*\]|\([^)]*\)|[^\s[(])+/g);
          return steps.reduce(
            (roots, step) => roots.flatMap(root => [root, root.shadowRoot].flatMap(at => [...(at?.querySelectorAll(step) ?? [])])),
            [document],
          )[0];
        };
        """;

    public static async Task<WebKitPage> OpenAsync()
    {
        var session = await WebKitSession.StartAsync(_patience);
        return new WebKitPage(session, session.Driver.CurrentWindowHandle);
    }

    public IReadOnlyCollection<string> Complaints => [];

    public Task GoAsync(Uri address) => DriveAsync(driver => driver.Navigate().GoToUrl(address));

    public Task ReloadAsync() => DriveAsync(driver => driver.Navigate().Refresh());

    public async Task<IBrowserPage> DuplicateAsync()
    {
        // A tab opened by a script of the same origin gets a copy of the session's storage, as a duplicated one does. WebKit
        // lets only a click open one, which the page does not get to see.
        const string OpenOnClick =
            """
            addEventListener("click", event => {
              event.stopImmediatePropagation();
              event.preventDefault();
              window.open(location.href);
            }, { capture: true, once: true });
            """;
        var duplicate = await DriveAsync(driver =>
        {
            var before = driver.WindowHandles;
            driver.ExecuteScript(OpenOnClick);
            driver.FindElement(By.TagName("html")).Click();
            return driver.WindowHandles.Except(before).Single();
        });
        return new WebKitPage(session, duplicate);
    }

    public async Task ClickAsync(string selector)
    {
        var element = await FindAsync(selector);
        await DriveAsync(_ => element.Click());
    }

    public async Task FillAsync(string selector, string text)
    {
        var element = await FindAsync(selector);
        await DriveAsync(_ =>
        {
            element.Clear();
            element.SendKeys(text);
        });
    }

    public Task PressAsync(string key) => DriveAsync(driver => new Actions(driver).SendKeys(key switch
    {
        "Enter" => Keys.Enter,
        "Escape" => Keys.Escape,
        _ => key,
    }).Perform());

    public Task ShowsAsync(string selector, string text) => UntilAsync(
        $"(() => {{ {Find} return find({Literal(selector)})?.innerText.includes({Literal(text)}) }})()");

    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var json = await DriveAsync(driver => (string)driver.ExecuteAsyncScript(
            $$"""
            const done = arguments[0];
            (async () => JSON.stringify(await ({{expression}})) ?? "null")().then(
              value => done("=" + value),
              error => done("!" + error),
            );
            """)!);
        return json[0] == '='
            ? JsonSerializer.Deserialize<T>(json[1..], JsonSerializerOptions.Web)!
            : throw new WebDriverException($"{json[1..]}, in: {expression}");
    }

    public async Task UntilAsync(string expression)
    {
        using var timeout = new CancellationTokenSource(_patience);
        while (!await EvaluateAsync<bool>($"Promise.resolve({expression}).then(Boolean)"))
        {
            if (timeout.IsCancellationRequested)
            {
                throw new TimeoutException($"Not true within {_patience.TotalSeconds} s: {expression}");
            }

            await Task.Delay(_glance, CancellationToken.None);
        }
    }

    public async Task RecordAsync(string path)
    {
        // The picture is that of the last frame drawn.
        await EvaluateAsync<object>("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await DriveAsync(driver => driver.GetScreenshot().SaveAsFile(path + ".png"));
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private async Task<IWebElement> FindAsync(string selector)
    {
        await UntilAsync($"(() => {{ {Find} return find({Literal(selector)}) !== undefined }})()");
        return await DriveAsync(driver => (IWebElement)driver.ExecuteScript($"{Find} return find(arguments[0])", selector)!);
    }

    private async Task DriveAsync(Action<RemoteWebDriver> command) => await DriveAsync(driver =>
    {
        command(driver);
        return true;
    });

    /// <summary>Runs a command in this tab. Selenium blocks until the browser has answered.</summary>
    private Task<T> DriveAsync<T>(Func<RemoteWebDriver, T> command) => Task.Run(() =>
    {
        session.Driver.SwitchTo().Window(window);
        return command(session.Driver);
    });

    private static string Literal(string text) => JsonSerializer.Serialize(text);
}
