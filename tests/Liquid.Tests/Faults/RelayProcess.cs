using System.Diagnostics;

namespace Liquid.Tests.Faults;

/// <summary>
/// The relay as a process of its own, which can be killed and started again on the same port with the same data, or stand still
/// for a while.
/// </summary>
internal sealed class RelayProcess(params string[] settings) : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Lock _lock = new();
    private readonly List<string> _said = [];
    private readonly List<(string Words, TaskCompletionSource Heard)> _awaited = [];

    private TaskCompletionSource<Uri> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private Uri _address = new("http://127.0.0.1:0");

    /// <summary>The program, beside the tests.</summary>
    public string Program { get; init; } = "Liquid.Host.dll";

    /// <summary>Where it finds the data of the user's applications, if not where these tests do.</summary>
    public string? ApplicationData { get; init; }

    public Uri Address => _address;

    public Uri SocketAddress => new UriBuilder(_address) { Scheme = "ws", Path = "/liquid/socket" }.Uri;

    /// <summary>All that it has said, in all its lives.</summary>
    public string Said
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _said);
            }
        }
    }

    public bool IsUp => Volatile.Read(ref _up).Task.IsCompletedSuccessfully;

    /// <summary>Completes when it listens; waits through a restart.</summary>
    public Task UpAsync(CancellationToken cancellationToken) => Volatile.Read(ref _up).Task.WaitAsync(cancellationToken);

    /// <summary>Where its socket is; waits through a restart.</summary>
    public async Task<Uri> SocketAsync(CancellationToken cancellationToken)
    {
        await UpAsync(cancellationToken);
        return SocketAddress;
    }

    /// <summary>Where the socket of one of them is that runs: each time that of any.</summary>
    public static Func<CancellationToken, Task<Uri>> AnyOf(IReadOnlyList<RelayProcess> relays, int seed)
    {
        var random = new Random(seed);
        return async cancellationToken =>
        {
            await Task.WhenAny(relays.Select(relay => relay.UpAsync(cancellationToken)));
            cancellationToken.ThrowIfCancellationRequested();
            var up = relays.Where(relay => relay.IsUp).ToList();
            lock (random)
            {
                return (up.Count == 0 ? relays[0] : up[random.Next(up.Count)]).SocketAddress;
            }
        };
    }

    /// <summary>Starts it, and returns when it listens.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, Program),
            "--urls", _address.GetLeftPart(UriPartial.Authority),
            "--Liquid:Spaces=shared",
            .. settings,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        if (ApplicationData is not null)
        {
            start.Environment["XDG_DATA_HOME"] = ApplicationData;
        }

        var up = _up;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, up);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, up);
        process.Exited += (_, _) => up.TrySetException(new InvalidOperationException(Said));
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

    /// <summary>Lets it stand still in the middle of whatever it does; its sockets stay open.</summary>
    public void Pause() => Signal("STOP");

    public void Resume() => Signal("CONT");

    /// <summary>Completes when it says so next.</summary>
    public Task HearAsync(string words)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((words, heard));
        }

        return heard.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to stop, as whoever restarts it does: SIGTERM. Returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        Volatile.Write(ref _up, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Signal("TERM");
        await _process!.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
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

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    private void Hear(string? line, TaskCompletionSource<Uri> up)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _said.Add(line);
            foreach (var awaited in _awaited.Where(awaited => line.Contains(awaited.Words, StringComparison.Ordinal)).ToList())
            {
                _awaited.Remove(awaited);
                awaited.Heard.SetResult();
            }
        }

        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            up.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
        }
    }
}
