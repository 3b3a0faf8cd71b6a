using System.Diagnostics;
using Liquid.Tests.Stores;

namespace Liquid.Tests.Commands;

/// <summary>The program on the machine of somebody, as it is started from a shell: with their folder of settings, and nothing else.</summary>
internal sealed class Program : IDisposable
{
    private readonly TemporaryFolder _settings = new();

    public string TicketFile => Path.Combine(_settings.Path, "liquid", "tickets.json");

    /// <summary>Runs a command to its end.</summary>
    public async Task<Outcome> RunAsync(string[] arguments, string? input = null)
    {
        using var process = Start(arguments, input is not null);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a command that goes on; who disposes it ends it.</summary>
    public Process Start(string[] arguments, bool hasInput = false)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = hasInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CONFIG_HOME"] = _settings.Path;
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Liquid.Host.dll"));
        Array.ForEach(arguments, start.ArgumentList.Add);
        return Process.Start(start)!;
    }

    public void Dispose() => _settings.Dispose();
}

/// <summary>How a command went.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);
