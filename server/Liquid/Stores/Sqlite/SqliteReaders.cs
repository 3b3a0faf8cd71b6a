using System.Collections.Concurrent;

namespace Liquid.Stores.Sqlite;

/// <summary>
/// Connections that read beside the writer, a few at most: more would wait for the same disk, and each read may bring a large
/// message into memory.
/// </summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private const int Most = 4;

    private readonly SemaphoreSlim _turns = new(Most, Most);
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    /// <summary>Reads on a thread of the pool: SQLite blocks it.</summary>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read)
    {
        await _turns.WaitAsync();
        try
        {
            return await Task.Run(() => Read(read));
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        _turns.Dispose();
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        SqliteSession? session = null;
        try
        {
            session = _idle.TryTake(out var idle) ? idle : SqliteSession.OpenToRead(path);

            // A space of the same name may have come since this connection last read.
            session.ForgetKeys();
            var result = read(session);
            _idle.Add(session);
            return result;
        }
        catch (Exception problem)
        {
            session?.Dispose();
            throw SqliteProblem.Explain(problem);
        }
    }
}
