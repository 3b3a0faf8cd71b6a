using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Liquid.Stores.Sqlite;

/// <summary>
/// The one thread that writes. Whatever came while it waited for the disk goes into its next commit together, so the number of
/// commits follows the disk, and the number of messages does not.
/// </summary>
internal sealed partial class SqliteWriter(string path, SoonWrites soon, ILogger logger) : IDisposable
{
    private const int MostTogether = 256;

    /// <summary>How often what is to be written soon is written.</summary>
    private static readonly TimeSpan _soonInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>An empty place in it only wakes the thread.</summary>
    private readonly BlockingCollection<SqliteWork?> _queue = [];
    private readonly List<SqliteWork> _batch = [];
    private SqliteSession? _session;
    private Thread? _thread;
    private long _lastSoon;
    private volatile bool _isFailing;

    /// <summary>The last commit came to nothing.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Begins to write to a database that is open and up to date.</summary>
    public void Start(SqliteSession session)
    {
        _session = session;
        _thread = new Thread(Run) { IsBackground = true, Name = "Liquid SQLite writer" };
        _thread.Start();
    }

    /// <summary>Writes within the next commit.</summary>
    /// <param name="run">Writes, and returns what the caller waits for.</param>
    /// <param name="committed">Runs after the commit, in order, before the caller goes on.</param>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> run, Action<T>? committed = null)
    {
        var work = new SqliteWork<T>(run, committed);
        if (!TryAdd(work))
        {
            work.Fail(new StoreUnavailableException("The relay stops. Reconnect."));
        }

        return work.Task;
    }

    /// <summary>There is something to be written soon.</summary>
    public void Wake() => TryAdd(null);

    /// <summary>Writes what is left, and ends.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread?.Join();
        _queue.Dispose();
    }

    private bool TryAdd(SqliteWork? work)
    {
        try
        {
            _queue.Add(work);
            return true;
        }
        catch (InvalidOperationException)
        {
            // The relay stops.
            return false;
        }
    }

    private void Run()
    {
        // What came to be written soon during the last write is written before the end too.
        while (!_queue.IsCompleted || !(soon.IsEmpty || _isFailing))
        {
            Gather();
            var isSoon = !soon.IsEmpty && (_queue.IsAddingCompleted || UntilSoon() == TimeSpan.Zero);
            if (isSoon || _batch.Count > 0)
            {
                Write(isSoon);
            }
        }

        _session?.Dispose();
    }

    /// <summary>Waits until there is something to write, and takes all there is.</summary>
    private void Gather()
    {
        _batch.Clear();
        var wait = soon.IsEmpty ? Timeout.InfiniteTimeSpan : UntilSoon();
        while (_batch.Count < MostTogether && _queue.TryTake(out var work, wait))
        {
            wait = TimeSpan.Zero;
            if (work is not null)
            {
                _batch.Add(work);
            }
        }
    }

    private TimeSpan UntilSoon()
    {
        var left = _soonInterval - Stopwatch.GetElapsedTime(_lastSoon);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Write(bool isSoon)
    {
        try
        {
            var session = _session ??= SqliteSession.OpenToWrite(path);
            session.Execute(SqliteText.Begin);
            if (isSoon)
            {
                _lastSoon = Stopwatch.GetTimestamp();
                soon.WriteTo(session);
            }

            _batch.ForEach(work => work.Run(session));
            session.Execute(SqliteText.Commit);
        }
        catch (Exception problem)
        {
            RollBack(problem);
            return;
        }

        soon.Committed();
        _batch.ForEach(work => work.Complete());
        if (_isFailing)
        {
            _isFailing = false;
            LogRecovered();
        }
    }

    /// <summary>Nothing of the batch happened. The database is opened anew, in case it was that which failed.</summary>
    private void RollBack(Exception problem)
    {
        _session?.Dispose();
        _session = null;
        soon.RolledBack();
        var unavailable = SqliteProblem.Explain(problem);
        _batch.ForEach(work => work.Fail(unavailable));
        if (!_isFailing)
        {
            _isFailing = true;
            LogFailing(problem, path);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Path} can't be written; senders are told to try again")]
    private partial void LogFailing(Exception problem, string path);

    [LoggerMessage(LogLevel.Information, "The database can be written again")]
    private partial void LogRecovered();
}
