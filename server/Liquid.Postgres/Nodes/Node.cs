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
    private long _id;

    /// <summary>Names this life of it: once the others took it for dead, it gets a new one.</summary>
    public long Id => Volatile.Read(ref _id);

    /// <summary>Which spaces are open here.</summary>
    public required Func<long[]> Spaces { get; init; }

    /// <summary>A space is that far.</summary>
    public required Action<long, long, long> Hear { get; init; }

    /// <summary>A space that is open here is not there any more.</summary>
    public required Action<long> Vanished { get; init; }

    /// <summary>The others took this node for dead.</summary>
    public required Action LostLease { get; init; }

    /// <summary>Tells the other nodes of a change that this one made in a space.</summary>
    public required Func<long, Task> Tell { get; init; }

    /// <summary>What else is to be compared with each beat.</summary>
    public Func<Task> Beaten { get; set; } = () => Task.CompletedTask;

    public async Task EnterAsync() => Volatile.Write(ref _id, await database.RunAsync(AddAsync));

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
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await BeatAsync();
                await BereaveAsync();
                await Beaten();
            }
            catch (StoreUnavailableException)
            {
                // The next turn may do better.
            }
            catch (Exception failure)
            {
                LogFailed(failure);
            }

            await _due.WaitAsync(timeout / BeatsPerTimeout, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Says that it is alive, which also shows whether the server can be written.</summary>
    public async Task BeatAsync()
    {
        var keys = Spaces();
        var (isAlive, nodes, heads) = await database.RunAsync(connection => BeatAsync(connection, keys));
        if (!isAlive)
        {
            await EnterAsync();
            LogLostLease();
            LostLease();
        }

        foreach (var (space, head, revision) in heads)
        {
            Hear(space, head, revision);
        }

        foreach (var key in keys.Except(heads.Select(space => space.Key)))
        {
            Vanished(key);
        }

        foreach (var (id, beat) in _silence.Look(nodes.Where(node => node.Id != Id)))
        {
            if (await database.RunAsync(connection => ExecuteAsync(connection, PostgresText.RemoveSilentNode, id, beat)) > 0)
            {
                LogTakenForDead(id);
            }
        }
    }

    /// <summary>Leaves; who is still connected to it is away from then on.</summary>
    public async Task LeaveAsync()
    {
        await database.RunAsync(connection => ExecuteAsync(connection, PostgresText.RemoveNode, Id));
        await BereaveAsync();
    }

    public void Dispose() => _due.Dispose();

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

    [LoggerMessage(LogLevel.Warning, "The other nodes took this one for dead, as it was silent for too long; its connections are told to come back")]
    private partial void LogLostLease();

    [LoggerMessage(LogLevel.Warning, "Node {Node} fell silent and is taken for dead; its instances are away")]
    private partial void LogTakenForDead(long node);

    [LoggerMessage(LogLevel.Error, "A beat failed; the next one tries again")]
    private partial void LogFailed(Exception failure);
}
