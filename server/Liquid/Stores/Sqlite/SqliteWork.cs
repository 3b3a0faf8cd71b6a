namespace Liquid.Stores.Sqlite;

/// <summary>Something to be written within the next commit.</summary>
internal abstract class SqliteWork
{
    /// <summary>Writes, within the transaction. What it refuses to write is no failure of the others.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The transaction is committed.</summary>
    public abstract void Complete();

    /// <summary>The transaction is not committed.</summary>
    public abstract void Fail(Exception problem);
}

/// <param name="run">Writes, and returns what the caller waits for; or refuses before it has written anything.</param>
/// <param name="committed">Runs after the commit, in order, before the caller goes on.</param>
internal sealed class SqliteWork<T>(Func<SqliteSession, T> run, Action<T>? committed = null) : SqliteWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private StoreUnavailableException? _refusal;

    public Task<T> Task => _done.Task;

    public override void Run(SqliteSession session)
    {
        try
        {
            _result = run(session);
        }
        catch (StoreUnavailableException refusal)
        {
            _refusal = refusal;
        }
    }

    public override void Complete()
    {
        if (_refusal is not null)
        {
            _done.SetException(_refusal);
            return;
        }

        committed?.Invoke(_result);
        _done.SetResult(_result);
    }

    public override void Fail(Exception problem) => _done.SetException(problem);
}
