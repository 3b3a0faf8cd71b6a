using Liquid.Stores;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Liquid.Postgres;

/// <summary>The connections to the server. A few at most: more would wait for the same disk.</summary>
internal sealed partial class Database(string connectionString, TimeSpan nodeTimeout, ILogger logger) : IAsyncDisposable
{
    private const int MostReading = 4;

    private readonly SemaphoreSlim _reading = new(MostReading, MostReading);
    private NpgsqlDataSource? _source;
    private volatile bool _isFailing;

    private NpgsqlDataSource Source => _source ?? throw new InvalidOperationException("The store is not started.");

    /// <summary>The last attempt came to nothing.</summary>
    public bool IsFailing => _isFailing;

    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public void Configure()
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var usual = new NpgsqlConnectionStringBuilder();
        settings.ApplicationName ??= "Liquid";
        settings.MaxPoolSize = settings.MaxPoolSize == usual.MaxPoolSize ? 16 : settings.MaxPoolSize;
        settings.Timeout = settings.Timeout == usual.Timeout ? 5 : settings.Timeout;
        settings.CommandTimeout = settings.CommandTimeout == usual.CommandTimeout ? 15 : settings.CommandTimeout;
        settings.KeepAlive = settings.KeepAlive == usual.KeepAlive ? 15 : settings.KeepAlive;
        settings.MaxAutoPrepare = settings.MaxAutoPrepare == usual.MaxAutoPrepare ? 64 : settings.MaxAutoPrepare;
        settings.AutoPrepareMinUsages = 2;

        // A node that stands still within a transaction must not hold the lock on a space for longer than it may live.
        settings.Options = $"{settings.Options} -c idle_in_transaction_session_timeout={(int)nodeTimeout.TotalMilliseconds}".Trim();
        _source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken = default) =>
        await Source.OpenConnectionAsync(cancellationToken);

    /// <summary>The connections that are open and idle are gone, as the server is another one now.</summary>
    public void Forget() => Source.Clear();

    /// <summary>Runs what may be run again: once more if the connection turns out to be gone.</summary>
    /// <exception cref="StoreUnavailableException">The server can't do it now.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                await using var connection = await OpenAsync();
                var result = await run(connection);
                Succeeded();
                return result;
            }
            catch (Exception problem) when (!isAgain && PostgresProblem.IsBroken(problem))
            {
                Forget();
            }
            catch (Exception problem) when (IsProblem(problem))
            {
                Failed(problem);
                throw PostgresProblem.Explain(problem);
            }
        }
    }

    /// <summary>Reads what may be large: a few at a time.</summary>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read)
    {
        await _reading.WaitAsync();
        try
        {
            return await RunAsync(read);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Runs statements in one transaction that holds the lock on a space, in one round trip.</summary>
    public Task ChangeAsync(long space, params NpgsqlBatchCommand[] commands) => RunAsync(async connection =>
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresText.Begin));
        batch.BatchCommands.Add(Statement.Of(PostgresText.Lock, space));
        Array.ForEach(commands, batch.BatchCommands.Add);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PostgresText.Commit));
        return await batch.ExecuteNonQueryAsync();
    });

    public void Succeeded()
    {
        if (_isFailing)
        {
            _isFailing = false;
            LogRecovered();
        }
    }

    public void Failed(Exception problem)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            LogFailing(problem);
        }
    }

    /// <summary>What the server, the network or the end of the relay brings about.</summary>
    public static bool IsProblem(Exception problem) =>
        problem is NpgsqlException or TimeoutException or IOException or ObjectDisposedException;

    public async ValueTask DisposeAsync()
    {
        if (_source is { } source)
        {
            await source.DisposeAsync();
        }

        _reading.Dispose();
    }

    [LoggerMessage(LogLevel.Error, "PostgreSQL can't be used; senders are told to try again")]
    private partial void LogFailing(Exception problem);

    [LoggerMessage(LogLevel.Information, "PostgreSQL can be used again")]
    private partial void LogRecovered();
}
