using System.Diagnostics;

namespace Liquid.Tests.Faults;

/// <summary>The relay as a process of its own, which can be killed and started again on the same port with the same data.</summary>
internal sealed class RelayProcess(string folder, params string[] settings) : IDisposable
{
    private const string Listening = "Now listening on: ";

    private TaskCompletionSource<Uri> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private Uri _address = new("http://127.0.0.1:0");

    public Uri Address => _address;

    public Uri SocketAddress => new UriBuilder(_address) { Scheme = "ws", Path = "/liquid/socket" }.Uri;

    /// <summary>Completes when it listens; waits through a restart.</summary>
    public Task UpAsync(CancellationToken cancellationToken) => Volatile.Read(ref _up).Task.WaitAsync(cancellationToken);

    /// <summary>Starts it, and returns when it listens.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Liquid.Host.dll"),
            "--urls", _address.GetLeftPart(UriPartial.Authority),
            $"--Liquid:Data={folder}",
            "--Liquid:Spaces=shared",
            .. settings,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var said = new List<string>();
        var up = _up;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, said, up);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, said, up);
        process.Exited += (_, _) => up.TrySetException(new InvalidOperationException(string.Join('\n', said)));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        _address = await up.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>Ends it as a power cut does: SIGKILL, without a word.</summary>
    public async Task KillAsync()
    {
        // Who comes back waits for the next start from here on.
        Volatile.Write(ref _up, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is { } process)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static void Hear(string? line, List<string> said, TaskCompletionSource<Uri> up)
    {
        if (line is null)
        {
            return;
        }

        lock (said)
        {
            said.Add(line);
        }

        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            up.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
