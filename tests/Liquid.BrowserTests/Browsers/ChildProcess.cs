using System.Diagnostics;

namespace Liquid.BrowserTests.Browsers;

/// <summary>A program that runs beside the tests and ends with them, whatever it started included.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;

    public ChildProcess(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        // Read away: a full pipe would stop the program.
        _process.BeginErrorReadLine();
    }

    /// <summary>The next line of its output; <see langword="null"/> when it has ended.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    public bool HasExited => _process.HasExited;

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
