namespace Liquid.BrowserTests.Browsers;

/// <summary>A screen in memory, for the browser that can't do without one.</summary>
internal sealed class Display : IAsyncDisposable
{
    private readonly ChildProcess _server;

    private Display(ChildProcess server, string name)
    {
        _server = server;
        Name = name;
    }

    /// <summary>What <c>DISPLAY</c> names it by.</summary>
    public string Name { get; }

    public static async Task<Display> OpenAsync()
    {
        // It chooses a number that is free and writes it to its output.
        var server = new ChildProcess(
            "Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], []);
        if (await server.ReadLineAsync() is { } number)
        {
            return new Display(server, $":{number}");
        }

        await server.DisposeAsync();
        throw new InvalidOperationException("Xvfb ended before it had a display.");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
