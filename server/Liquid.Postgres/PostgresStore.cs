using System.Collections.Concurrent;
using System.Security.Cryptography;
using Liquid.Bases;
using Liquid.Log;
using Liquid.Postgres.Nodes;
using Liquid.Postgres.Spaces;
using Liquid.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Liquid.Postgres;

/// <summary>A store that several nodes share.</summary>
internal sealed class PostgresStore : IStore
{
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, PostgresSpace> _spaces = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, PostgresSpace> _byKey = new();
    private readonly LiquidOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Database _database;
    private readonly Node _node;
    private readonly Notices _notices;
    private readonly Listener _listener;
    private readonly PostgresShared _shared;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public PostgresStore(IOptions<LiquidOptions> options, TimeProvider time, ILogger<PostgresStore> logger)
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        _database = new Database(_options.Postgres ?? "", _options.NodeTimeout, logger);
        _notices = new Notices(_database);
        _node = new Node(_database, _options.NodeTimeout, time, logger)
        {
            Spaces = () => [.. _byKey.Keys],
            Hear = Hear,
            Vanished = Vanish,
            LostLease = () => ForAll(space => space.LoseLease()),
            KeptLease = () => ForAll(space => space.KeepLease()),
            Tell = TellAsync,
        };
        _listener = new Listener(_database, Hear, _node.Check, logger);
        _shared = new PostgresShared(_database, _node, _notices, _options, time, logger);
    }

    /// <summary>The connections to the database, for what else is kept in it.</summary>
    public Database Database => _database;

    /// <summary>What runs every now and then while the server can be used.</summary>
    public Func<Task> Beaten
    {
        set => _node.Beaten = value;
    }

    /// <summary>Not while this node does not know whether the others took it for dead.</summary>
    public bool MayDeliver => _node.HoldsLease;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await PostgresStart.RunAsync(_database, _time, _logger, cancellationToken);
        await _node.EnterAsync();

        // From here on, and not from the first beat: a socket may be open by then whose device another node has taken out.
        await _node.Beaten();
        _running = Task.WhenAll(_node.RunAsync(_stop.Token), _listener.RunAsync(_stop.Token));
    }

    /// <summary>None: any node forgets who was away for too long, and gives up empty spaces.</summary>
    public ValueTask<IReadOnlyList<string>> SpacesAsync() => new([]);

    public async ValueTask<T> OpenAsync<T>(string space, Func<SpaceRecord, T> follow)
        where T : ISpaceFollower
    {
        var epoch = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var (key, record, revision) = await _database.RunAsync(
            connection => PostgresRoster.OpenAsync(connection, space, epoch));
        var opened = new PostgresSpace(key, _shared);
        var follower = follow(record);
        opened.Follow(follower, record.Head, revision);
        _spaces[space] = opened;
        _byKey[key] = opened;

        // Somebody may have come since it was read, and a notice been passed over.
        opened.Hear(long.MaxValue, long.MaxValue);
        return follower;
    }

    public async ValueTask<Admission> JoinAsync(
        string space, InstanceRecord instance, long applied, Action<ReaderPlace> admitted) =>
        await Open(space).JoinAsync(instance, applied, admitted);

    public async ValueTask<AppendResult> AppendAsync(string space, Submission submission) =>
        submission.Send.To.Contains('\0', StringComparison.Ordinal)
            ? new AppendResult.UnknownTarget() // PostgreSQL takes no such text, and nobody is called that.
            : await Open(space).AppendAsync(submission);

    public async ValueTask<IReadOnlyList<LogEntry>> ReadAsync(string space, string reader, long after, int most)
    {
        var key = Open(space).Key;
        return await _database.ReadAsync(
            connection => PostgresMessages.ReadAsync(connection, key, reader, after, most, _time.GetUtcNow()));
    }

    public async ValueTask<WaitingMessages> WaitingAsync(string space, int most) => await _database.ReadAsync(
        connection => PostgresMessages.WaitingAsync(connection, space, most, _time.GetUtcNow()));

    public async ValueTask<BaseKept> KeepBaseAsync(string space, string fingerprint, BaseRecord given)
    {
        var key = Open(space).Key;
        return await _database.RunAsync(
            connection => PostgresBases.KeepAsync(connection, key, fingerprint, given, _options.MaxBasesPerSpace));
    }

    public async ValueTask<BaseFound> FindBaseAsync(string space, string fingerprint)
    {
        var key = Open(space).Key;
        return await _database.ReadAsync(connection => PostgresBases.FindAsync(connection, key, fingerprint));
    }

    public void Acknowledge(string space, string instance, long generation, long cursor) =>
        _spaces.GetValueOrDefault(space)?.Acknowledge(instance, generation, cursor);

    public void Describe(string space, InstanceRecord instance) =>
        _spaces.GetValueOrDefault(space)?.Describe(instance);

    public async ValueTask ForgetAsync(string space, string instance, long generation)
    {
        if (_spaces.TryGetValue(space, out var open))
        {
            await open.ForgetAsync(instance, generation);
        }
    }

    public async ValueTask CloseAsync(string space)
    {
        if (_spaces.TryRemove(space, out var closed))
        {
            _byKey.TryRemove(closed.Key, out _);
            await _database.ChangeAsync(closed.Key, Statement.Of(PostgresText.RemoveSpace, closed.Key));
        }
    }

    public async ValueTask CheckAsync()
    {
        // As long as all goes well, asking whether it does costs nothing: the node beats all the time.
        if (_database.IsFailing)
        {
            await _node.BeatAsync();
        }
    }

    public async ValueTask TidyAsync()
    {
        foreach (var space in await PostgresTidying.RunAsync(_database, _time.GetUtcNow(), _options.ForgetAfter))
        {
            await TellAsync(space);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        try
        {
            await Task.WhenAll(_byKey.Values.Select(space => space.FlushAsync())).WaitAsync(_stopLimit);
            await (_node.HasEntered ? _node.LeaveAsync() : Task.CompletedTask).WaitAsync(_stopLimit);
        }
        catch (Exception problem) when (problem is StoreUnavailableException or TimeoutException or InvalidOperationException)
        {
            // The others take this node for dead in a moment, and what was applied comes again.
        }

        _node.Dispose();
        await _database.DisposeAsync();
        _stop.Dispose();
    }

    private PostgresSpace Open(string space) => _spaces.GetValueOrDefault(space) ?? throw StoreUnavailableException.SpaceGone();

    private void Hear(long key, long head, long revision) => _byKey.GetValueOrDefault(key)?.Hear(head, revision);

    private void Vanish(long key)
    {
        if (_byKey.TryRemove(key, out var space))
        {
            space.Vanish();
        }
    }

    private void ForAll(Action<PostgresSpace> act)
    {
        foreach (var (_, space) in _byKey)
        {
            act(space);
        }
    }

    /// <summary>This node changed a space apart from what it does for its own instances; everybody looks, and so does it.</summary>
    private async Task TellAsync(long key)
    {
        var (head, revision) = await _database.RunAsync(connection => PostgresRoster.HeadAsync(connection, key));
        _notices.Tell(key, head, revision);
        Hear(key, head, revision);
    }
}
