using System.Threading.Channels;
using Liquid.Devices;
using Npgsql;

namespace Liquid.Postgres.Devices;

/// <summary>Devices in the database of the messages, for all nodes. The ends of devices come with the node's beats.</summary>
internal sealed class PostgresDeviceStore : IDeviceStore
{
    private readonly PostgresStore _store;
    private readonly Channel<DeviceEnd> _ended = Channel.CreateUnbounded<DeviceEnd>();
    private readonly Lock _lock = new();

    /// <summary>The ends behind <see cref="_told"/> that were told: mostly those that this node brought about.</summary>
    private readonly HashSet<long> _recent = [];
    private long? _told;

    public PostgresDeviceStore(PostgresStore store)
    {
        _store = store;
        store.Beaten = TellEndsAsync;
    }

    public ChannelReader<DeviceEnd> Ended => _ended.Reader;

    public async ValueTask AddAsync(Device device) => await ExecuteAsync(
        Statement.Of(PostgresDeviceText.Add, device.Id, device.Space, device.Name, device.Added, device.Seen));

    public async ValueTask<Device?> FindAsync(string id) =>
        (await ReadAsync(Statement.Of(PostgresDeviceText.Find, id), ReadDevice)).SingleOrDefault();

    public async ValueTask<IReadOnlyList<Device>> ListAsync(string space) =>
        await ReadAsync(Statement.Of(PostgresDeviceText.List, space), ReadDevice);

    public async ValueTask DescribeAsync(string id, string name, DateTimeOffset seen) =>
        await ExecuteAsync(Statement.Of(PostgresDeviceText.Describe, id, name, seen));

    public async ValueTask<bool> RemoveAsync(string space, DeviceEnd end)
    {
        var removed = await ReadAsync(
            Statement.Of(PostgresDeviceText.Remove, space, end.Id, end.Moved),
            reader => reader.GetInt64(0),
            before: [new(PostgresText.Begin), new(PostgresDeviceText.LockEnds)],
            after: [new(PostgresText.Commit)]);
        removed.ForEach(number => Tell(number, end));
        return removed.Count > 0;
    }

    public async ValueTask InviteAsync(string device, byte[] codeHash, DateTimeOffset expires) =>
        await ExecuteAsync(Statement.Of(PostgresDeviceText.Invite, device, codeHash, expires));

    public async ValueTask<Device?> RedeemAsync(byte[] codeHash, Device newcomer) =>
        (await ReadAsync(
            Statement.Of(
                PostgresDeviceText.Redeem, codeHash, newcomer.Added, newcomer.Id, newcomer.Name, newcomer.Seen,
                newcomer.Added + PairingCode.Lifetime),
            reader => newcomer with { Space = reader.GetString(0) })).SingleOrDefault();

    public async ValueTask<IReadOnlyList<string>> KeysAsync() =>
        await ReadAsync(Statement.Of(PostgresDeviceText.Keys), reader => reader.GetString(0));

    public async ValueTask AddKeyAsync(string key, bool isFirst) => await ExecuteAsync(
        new(PostgresText.Begin),
        new(PostgresDeviceText.LockKeys),
        Statement.Of(PostgresDeviceText.AddKey, key, isFirst),
        new(PostgresText.Commit));

    public async ValueTask TidyAsync(DateTimeOffset now, DateTimeOffset neverCame, DateTimeOffset notSeen) => await ExecuteAsync(
        Statement.Of(PostgresDeviceText.RemoveExpired, now),
        Statement.Of(PostgresDeviceText.RemoveLost, neverCame, notSeen),
        Statement.Of(PostgresDeviceText.RemoveEnds));

    /// <summary>Tells which devices other nodes ended since the last time.</summary>
    private async Task TellEndsAsync()
    {
        if (_told is not { } told)
        {
            var last = (await ReadAsync(Statement.Of(PostgresDeviceText.LastEnd), reader => reader.GetInt64(0))).Single();
            lock (_lock)
            {
                _told = last;
            }

            return;
        }

        var ends = await ReadAsync(
            Statement.Of(PostgresDeviceText.Ends, told),
            reader => (Number: reader.GetInt64(0), End: new DeviceEnd(reader.GetString(1), reader.GetBoolean(2))));
        ends.ForEach(row => Tell(row.Number, row.End));
        lock (_lock)
        {
            _told = ends.Count > 0 ? ends[^1].Number : told;
            _recent.RemoveWhere(number => number <= _told);
        }
    }

    /// <summary>Once, whether it is this node's own or was found among all.</summary>
    private void Tell(long number, DeviceEnd end)
    {
        lock (_lock)
        {
            if (!(number <= _told) && _recent.Add(number))
            {
                _ended.Writer.TryWrite(end);
            }
        }
    }

    private Task<int> ExecuteAsync(params NpgsqlBatchCommand[] commands) => _store.Database.RunAsync(async connection =>
    {
        await using var batch = connection.CreateBatch();
        Array.ForEach(commands, batch.BatchCommands.Add);
        return await batch.ExecuteNonQueryAsync();
    });

    private Task<List<T>> ReadAsync<T>(
        NpgsqlBatchCommand query, Func<NpgsqlDataReader, T> read, NpgsqlBatchCommand[]? before = null, NpgsqlBatchCommand[]? after = null) =>
        _store.Database.RunAsync(async connection =>
        {
            await using var batch = connection.CreateBatch();
            Array.ForEach([.. before ?? [], query, .. after ?? []], batch.BatchCommands.Add);
            await using var reader = await batch.ExecuteReaderAsync();
            var rows = new List<T>();
            while (await reader.ReadAsync())
            {
                rows.Add(read(reader));
            }

            // What comes behind it may fail, too.
            while (await reader.NextResultAsync())
            {
            }

            return rows;
        });

    private static Device ReadDevice(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetNullableTime(4));
}
