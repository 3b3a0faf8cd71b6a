using System.Diagnostics;
using Liquid.Stores;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Liquid.Postgres.Nodes;

/// <summary>
/// This node among the others: beats, so that they know it lives; takes those that fell silent for dead, so that their instances
/// are away; and compares how far spaces are, in case a notice was lost.
/// </summary>
internal sealed partial class Node(Database database, TimeSpan timeout, TimeProvider time, ILogger logger)
    : IDisposable
{
    /// <summary>So many beats may be late before a node is taken for dead.</summary>
    private const int BeatsPerTimeout = 4;

    private readonly Silence _silence = new(BeatsPerTimeout);
    private readonly SemaphoreSlim _due = new(0, 1);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _id;
    private long _beaten;
    private long _looked;
    private bool _wasDoubted;

    /// <summary>Names this life of it: once the others took it for dead, it gets a new one.</summary>
    public long Id => Volatile.Read(ref _id);

    /// <summary>Whether the others know of it.</summary>
    public bool HasEntered => Id != 0;

    /// <summary>
    /// Whether the others surely take this node for alive. After a pause, or while the server is out of reach, it is not known: what
    /// is delivered then could be for somebody whom another node speaks for, or who was taken out.
    /// </summary>
    public bool HoldsLease => Stopwatch.GetElapsedTime(Volatile.Read(ref _beaten)) < timeout;

    /// <summary>Which spaces are open here.</summary>
    public required Func<long[]> Spaces { get; init; }

    /// <summary>A space is that far.</summary>
    public required Action<long, long, long> Hear { get; init; }

    /// <summary>A space that is open here is not there any more.</summary>
    public required Action<long> Vanished { get; init; }

    /// <summary>The others took this node for dead.</summary>
    public required Action LostLease { get; init; }

    /// <summary>It was not known whether the others take this node for alive, and they do.</summary>
    public required Action KeptLease { get; init; }

    /// <summary>Tells the other nodes of a change that this one made in a space.</summary>
    public required Func<long, Task> Tell { get; init; }

    /// <summary>What else is to be compared with each beat.</summary>
    public Func<Task> Beaten { get; set; } = () => Task.CompletedTask;

    public async Task EnterAsync()
    {
        var began = Stopwatch.GetTimestamp();
        Volatile.Write(ref _id, await database.RunAsync(AddAsync));
        Volatile.Write(ref _beaten, began);
        LogEntered(Id);
    }

    /// <summary>Beats, looks and compares now, not only at the next turn.</summary>
    public void Check()
    {
        if (_due.CurrentCount == 0)
        {
            try
            {
                _due.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else did in this moment.
            }
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var caring = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            if (await TryAsync(LookAsync) && caring.IsCompleted)
            {
                // Apart: it may have to wait for the lock on a space, and the next beat must not.
                caring = TryAsync(CareAsync);
            }

            await _due.WaitAsync(timeout / BeatsPerTimeout, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        await caring;
    }

    /// <summary>Says that it is alive, which also shows whether the server can be written. Returns the nodes that there are.</summary>
    public async Task<IReadOnlyList<(long Id, long Beat)>> BeatAsync()
    {
        await _turn.WaitAsync();
        try
        {
            var began = Stopwatch.GetTimestamp();
            var keys = Spaces();
            var (isAlive, nodes, heads) = await database.RunAsync(connection => BeatAsync(connection, keys));
            await RenewAsync(isAlive, began);
            foreach (var (space, head, revision) in heads)
            {
                Hear(space, head, revision);
            }

            foreach (var key in keys.Except(heads.Select(space => space.Key)))
            {
                Vanished(key);
            }

            return nodes;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Leaves; who is still connected to it is away from then on.</summary>
    public async Task LeaveAsync()
    {
        await database.RunAsync(connection => ExecuteAsync(connection, PostgresText.RemoveNode, Id));
        await BereaveAsync();
    }

    public void Dispose()
    {
        _due.Dispose();
        _turn.Dispose();
    }

    private async Task<long> AddAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(PostgresText.AddNode, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<(bool IsAlive, List<(long Id, long Beat)> Nodes, List<(long Key, long Head, long Revision)> Heads)> BeatAsync(
        NpgsqlConnection connection, long[] keys)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(PostgresText.Beat, Id));
        batch.BatchCommands.Add(Statement.Of(PostgresText.Nodes));
        batch.BatchCommands.Add(Statement.Of(PostgresText.Heads, keys));
        await using var reader = await batch.ExecuteReaderAsync();
        var isAlive = await reader.ReadAsync();
        var (nodes, heads) = (new List<(long, long)>(), new List<(long, long, long)>());
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            nodes.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            heads.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return (isAlive, nodes, heads);
    }

    private async Task CareAsync()
    {
        await BereaveAsync();
        await Beaten();
    }

    private async Task<bool> TryAsync(Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (StoreUnavailableException)
        {
            // The next turn may do better.
        }
        catch (Exception failure)
        {
            LogFailed(failure);
        }

        return false;
    }

    private async Task RenewAsync(bool isAlive, long began)
    {
        if (!isAlive)
        {
            await EnterAsync();
            LogLostLease();
            LostLease();
            return;
        }

        var before = Interlocked.Exchange(ref _beaten, began);
        _wasDoubted |= Stopwatch.GetElapsedTime(before) >= timeout;
        if (_wasDoubted && HoldsLease)
        {
            _wasDoubted = false;
            KeptLease();
        }
    }

    /// <summary>
    /// Beats, and takes for dead who fell silent. Not more looks than there should be beats: an early look is none the wiser.
    /// </summary>
    private async Task LookAsync()
    {
        var nodes = await BeatAsync();
        if (_looked != 0 && Stopwatch.GetElapsedTime(_looked) < timeout / BeatsPerTimeout)
        {
            return;
        }

        _looked = Stopwatch.GetTimestamp();
        foreach (var (id, beat) in _silence.Look(nodes.Where(node => node.Id != Id)))
        {
            if (await database.RunAsync(connection => ExecuteAsync(connection, PostgresText.RemoveSilentNode, id, beat)) > 0)
            {
                LogTakenForDead(id);
            }
        }
    }

    /// <summary>Lets be away who is connected to a node that is no more, also if the node that took it for dead died since.</summary>
    private async Task BereaveAsync()
    {
        var orphans = await database.RunAsync(async connection =>
        {
            await using var command = new NpgsqlCommand(PostgresText.Orphans, connection);
            await using var reader = await command.ExecuteReaderAsync();
            var pairs = new List<(long Space, long Node)>();
            while (await reader.ReadAsync())
            {
                pairs.Add((reader.GetInt64(0), reader.GetInt64(1)));
            }

            return pairs;
        });
        foreach (var (space, node) in orphans)
        {
            await database.ChangeAsync(space, Statement.Of(PostgresText.Bereave, space, node, time.GetUtcNow()));
            await Tell(space);
        }
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(Statement.Of(sql, values));
        return await batch.ExecuteNonQueryAsync();
    }

    [LoggerMessage(LogLevel.Information, "This is node {Node} of those that share the database")]
    private partial void LogEntered(long node);

    [LoggerMessage(LogLevel.Warning, "The other nodes took this one for dead, as it was silent for too long; its connections are told to come back")]
    private partial void LogLostLease();

    [LoggerMessage(LogLevel.Warning, "Node {Node} fell silent and is taken for dead; its instances are away")]
    private partial void LogTakenForDead(long node);

    [LoggerMessage(LogLevel.Error, "A beat failed; the next one tries again")]
    private partial void LogFailed(Exception failure);
}
