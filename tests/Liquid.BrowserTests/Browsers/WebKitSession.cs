using System.Net;
using System.Net.Sockets;
using OpenQA.Selenium;
using OpenQA.Selenium.Remote;

namespace Liquid.BrowserTests.Browsers;

/// <summary>
/// A WebKit of one person's own. Its driver knows a single browser at a time, so each has a driver process too; and a display
/// has one selection, which the next browser on it would take away.
/// </summary>
internal sealed class WebKitSession : IAsyncDisposable
{
    private readonly Display _display;
    private readonly ChildProcess _process;

    private WebKitSession(Display display, ChildProcess process, RemoteWebDriver driver)
    {
        _display = display;
        _process = process;
        Driver = driver;
    }

    public RemoteWebDriver Driver { get; }

    public static async Task<WebKitSession> StartAsync(TimeSpan patience)
    {
        var display = await Display.OpenAsync();
        var port = FreePort();
        var process = new ChildProcess("WebKitWebDriver", [$"--port={port}"], [("DISPLAY", display.Name)]);
        try
        {
            var address = new Uri($"http://127.0.0.1:{port}");
            await ListensAsync(process, address, patience);
            var driver = await Task.Run(() => new RemoteWebDriver(address, new MiniBrowser()));
            driver.Manage().Timeouts().AsynchronousJavaScript = patience;
            driver.Manage().Window.Size = new(1000, 700);
            return new WebKitSession(display, process, driver);
        }
        catch
        {
            await process.DisposeAsync();
            await display.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // First the browser, as a person would close it; ending the driver alone would leave it running.
            await Task.Run(Driver.Quit);
        }
        finally
        {
            await _process.DisposeAsync();
            await _display.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ListensAsync(ChildProcess process, Uri address, TimeSpan patience)
    {
        using var client = new HttpClient();
        using var timeout = new CancellationTokenSource(patience);
        while (!process.HasExited)
        {
            try
            {
                using var status = await client.GetAsync(new Uri(address, "/status"), timeout.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(10, timeout.Token);
            }
        }

        throw new InvalidOperationException("WebKitWebDriver ended before it listened.");
    }

    /// <summary>The browser that comes with WebKitGTK, which its driver starts unless another is named.</summary>
    private sealed class MiniBrowser : DriverOptions
    {
        public MiniBrowser() => BrowserName = "MiniBrowser";

        public override ICapabilities ToCapabilities() => GenerateDesiredCapabilities(true).AsReadOnly();
    }
}
