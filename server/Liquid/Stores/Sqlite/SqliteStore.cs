using System.Collections.Concurrent;
using Liquid.Bases;
using Liquid.Log;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Stores.Sqlite;

/// <summary>
/// A store in one SQLite file: what is committed outlives the process and the machine's power. One relay has the file for
/// itself.
/// </summary>
internal sealed class SqliteStore(
    DataFolder folder, IOptions<LiquidOptions> options, TimeProvider time, ILogger<SqliteStore> logger) : IStore
{
    private readonly SoonWrites _soon = new();
    private readonly ConcurrentDictionary<string, ISpaceFollower> _followers = new(StringComparer.Ordinal);
    private SqliteWriter? _writer;
    private SqliteReaders? _readers;
    private long _generation;

    private SqliteWriter Writer => _writer ?? throw new InvalidOperationException("The store is not started.");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        folder.Take();
        SQLitePCL.Batteries_V2.Init();
        var path = Path.Combine(folder.Path, "liquid.db");
        try
        {
            var session = SqliteSession.OpenToWrite(path);
            SqliteRoster.BeginEpochs(session, time.GetUtcNow(), options.Value.ForgetAfter);
            _readers = new SqliteReaders(path);
            _writer = new SqliteWriter(path, _soon, logger);
            _writer.Start(session);
        }
        catch (StoreSettingException)
        {
            folder.Dispose();
            throw;
        }
        catch (SqliteException problem)
        {
            folder.Dispose();
            throw new StoreSettingException(
                $"The relay can't use \"{path}\": {problem.Message} Mend or remove the file, or choose another folder: --Liquid:Data=PATH",
                problem);
        }

        return Task.CompletedTask;
    }

    public async ValueTask<IReadOnlyList<string>> SpacesAsync() => await Writer.WriteAsync(SqliteRoster.Spaces);

    public async ValueTask<T> OpenAsync<T>(string space, Func<SpaceRecord, T> follow)
        where T : ISpaceFollower
    {
        var follower = follow(await Writer.WriteAsync(session => SqliteRoster.Open(session, space)));
        _followers[space] = follower;
        return follower;
    }

    public async ValueTask<Admission> JoinAsync(
        string space, InstanceRecord instance, long applied, Action<ReaderPlace> admitted) =>
        new Admission.Admitted(await Writer.WriteAsync(
            session =>
            {
                // Its own cursor may be among what is to be written soon.
                _soon.WriteTo(session);

                // No connection outlives the relay, so these numbers need not either.
                return SqliteRoster.Join(session, space, instance, applied) with { Generation = ++_generation };
            },
            place =>
            {
                _soon.Admit(space, instance.Id, place.Generation);
                admitted(place);
            }));

    public async ValueTask<AppendResult> AppendAsync(string space, Submission submission)
    {
        var appended = await Writer.WriteAsync(
            session => SqliteMessages.Append(
                session, space, submission, _soon, options.Value, time.GetUtcNow()),
            appended =>
            {
                if (appended.Commit is { } commit)
                {
                    _followers[space].Committed(commit);
                }
            });
        return appended.Result;
    }

    public async ValueTask<WaitingMessages> WaitingAsync(string space, int most) =>
        await _readers!.ReadAsync(session => SqliteWaiting.Read(session, space, most, time.GetUtcNow()));

    public async ValueTask<IReadOnlyList<LogEntry>> ReadAsync(string space, string reader, long after, int most) =>
        await _readers!.ReadAsync(session => SqliteMessages.Read(session, space, reader, after, most, time.GetUtcNow()));

    public async ValueTask<BaseKept> KeepBaseAsync(string space, string fingerprint, BaseRecord given) =>
        await Writer.WriteAsync(session => SqliteBases.Keep(session, space, fingerprint, given, options.Value.MaxBasesPerSpace));

    public async ValueTask<BaseFound> FindBaseAsync(string space, string fingerprint) =>
        await _readers!.ReadAsync(session => SqliteBases.Find(session, space, fingerprint));

    public void Acknowledge(string space, string instance, long generation, long cursor)
    {
        if (_soon.Acknowledge(space, instance, generation, cursor))
        {
            Writer.Wake();
        }
    }

    public void Describe(string space, InstanceRecord instance)
    {
        if (_soon.Describe(space, instance))
        {
            Writer.Wake();
        }
    }

    public async ValueTask ForgetAsync(string space, string instance, long generation) =>
        await Writer.WriteAsync(
            session => SqliteRoster.Forget(session, space, instance), _ => _soon.Forget(space, instance));

    public async ValueTask CloseAsync(string space)
    {
        await Writer.WriteAsync(session => SqliteRoster.Close(session, space));
        _followers.TryRemove(space, out _);
    }

    public async ValueTask CheckAsync()
    {
        // As long as all goes well, asking whether it does costs no commit.
        if (Writer.IsFailing)
        {
            await Writer.WriteAsync(static _ => true);
        }
    }

    public async ValueTask TidyAsync()
    {
        // An idle relay lets the disk sleep.
        var now = time.GetUtcNow();
        if (await _readers!.ReadAsync(session => SqliteMessages.IsUntidy(session, now)))
        {
            await Writer.WriteAsync(session => SqliteMessages.Tidy(session, now));
        }
    }

    /// <summary>Writes within the next commit, for what else is kept in this database.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> run) => Writer.WriteAsync(run);

    /// <summary>Reads what was committed, for what else is kept in this database.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> run) => _readers!.ReadAsync(run);

    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        _readers?.Dispose();
        folder.Dispose();
        return default;
    }
}
