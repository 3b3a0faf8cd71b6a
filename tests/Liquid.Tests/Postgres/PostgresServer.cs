using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Liquid.Tests.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Liquid.Tests.Postgres;

/// <summary>
/// A PostgreSQL server of the tests' own, in a folder and on a port of its own, started when the first test asks for it. It writes
/// as durably as one in earnest.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Ends the server by the signal that it is told, and when whoever started it is gone.</summary>
    private const string Keeper = """
        "$@" & server=$!
        read -r signal
        kill -s "${signal:-INT}" $server
        wait $server
        """;

    private static readonly string[] _asServer = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] // It refuses to run as root.
        : [];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly int _port = FreePort();
    private string? _folder;
    private Process? _process;
    private int _databases;

    /// <summary>Makes an empty database; returns how to connect to it.</summary>
    /// <param name="folder">Where its files are to lie, if not with the others.</param>
    public async Task<string> CreateDatabaseAsync(string? folder = null)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await StartAsync();
        if (folder is not null)
        {
            await RunToEndAsync("chown", "postgres:", folder);
            await ExecuteAsync($"create tablespace space_of_{name} location '{folder}'");
        }

        await ExecuteAsync($"create database {name} {(folder is null ? "" : $"tablespace space_of_{name}")}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement on the server.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var source = NpgsqlDataSource.Create($"{ConnectionString(database)};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Starts it unless it runs, and returns when it can be used.</summary>
    public async Task StartAsync()
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_process is null)
            {
                _folder ??= await PrepareAsync();
                _process = await RunAsync(_folder);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends it at once, as a crash does: it recovers at its next start.</summary>
    public Task CrashAsync() => StopAsync("QUIT");

    public async ValueTask DisposeAsync()
    {
        await StopAsync("INT");
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }

        _turn.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Program(string name) =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        .OrderByDescending(version => double.TryParse(Path.GetFileName(version), out var number) ? number : 0)
        .Select(version => Path.Combine(version, "bin", name))
        .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("PostgreSQL is needed: apt-get install postgresql, or run tests/run.sh, which does.");

    private static async Task<string> PrepareAsync()
    {
        var folder = Directory.CreateTempSubdirectory("liquid-postgres-").FullName;
        if (_asServer.Length > 0)
        {
            await RunToEndAsync("chown", "postgres:", folder);
        }

        await RunToEndAsync(
            [.. _asServer, Program("initdb"), "--pgdata", folder, "--username", "liquid", "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C"]);
        return folder;
    }

    private static async Task RunToEndAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Join('\n', said));
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=liquid;Database={database};Maximum Pool Size=8";

    private async Task<Process> RunAsync(string folder)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300", "fsync=on", "shared_buffers=32MB",
        ];
        string[] command =
        [
            .. _asServer, "sh", "-c", Keeper, "sh", Program("postgres"), "-D", folder, "-p", $"{_port}",
            .. settings.SelectMany(setting => new[] { "-c", setting }),
        ];
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            },
        };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        process.OutputDataReceived += (_, line) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (said)
            {
                said.Add(line.Data ?? "");
            }

            if (line.Data?.Contains("ready to accept connections", StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            lock (said)
            {
                throw new InvalidOperationException(string.Join('\n', said));
            }
        }

        return process;
    }

    private async Task StopAsync(string signal)
    {
        await _turn.WaitAsync();
        try
        {
            if (_process is { } process)
            {
                await process.StandardInput.WriteLineAsync(signal);
                await process.StandardInput.FlushAsync();
                await process.WaitForExitAsync();
                process.Dispose();
                _process = null;
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
