using System.Threading.Channels;
using Liquid.Stores.Sqlite;
using Microsoft.Data.Sqlite;

namespace Liquid.Devices;

/// <summary>Devices in the database of the messages.</summary>
internal sealed class SqliteDeviceStore(SqliteStore store) : IDeviceStore
{
    private readonly Channel<DeviceEnd> _ended = Channel.CreateUnbounded<DeviceEnd>();

    public ChannelReader<DeviceEnd> Ended => _ended.Reader;

    public async ValueTask AddAsync(Device device) => await store.WriteAsync(session => Add(session, device));

    public async ValueTask<Device?> FindAsync(string id) =>
        await store.ReadAsync(session => Read(session.Query(SqliteDeviceText.Find, id)).SingleOrDefault());

    public async ValueTask<IReadOnlyList<Device>> ListAsync(string space) =>
        await store.ReadAsync(session => Read(session.Query(SqliteDeviceText.List, space)));

    public async ValueTask DescribeAsync(string id, string name, DateTimeOffset seen) =>
        await store.WriteAsync(session => session.Execute(SqliteDeviceText.Describe, id, name, seen.ToUnixTimeMilliseconds()));

    public async ValueTask<bool> RemoveAsync(string space, DeviceEnd end)
    {
        var removed = await store.WriteAsync(session => session.Execute(SqliteDeviceText.Remove, space, end.Id)) > 0;
        if (removed)
        {
            _ended.Writer.TryWrite(end);
        }

        return removed;
    }

    public async ValueTask InviteAsync(string device, byte[] codeHash, DateTimeOffset expires) =>
        await store.WriteAsync(
            session => session.Execute(SqliteDeviceText.Invite, device, codeHash, expires.ToUnixTimeMilliseconds()));

    public async ValueTask<Device?> RedeemAsync(byte[] codeHash, Device newcomer) => await store.WriteAsync(session =>
    {
        using var row = session.Query(
            SqliteDeviceText.Invitation,
            codeHash,
            newcomer.Added.ToUnixTimeMilliseconds(),
            (newcomer.Added + PairingCode.Lifetime).ToUnixTimeMilliseconds());
        if (!row.Read())
        {
            return null;
        }

        var device = newcomer with { Space = row.GetString(0) };
        row.Close();
        session.Execute(SqliteDeviceText.RemoveInvitation, codeHash);
        Add(session, device);
        return device;
    });

    public async ValueTask<IReadOnlyList<string>> KeysAsync() => await store.ReadAsync(session =>
    {
        using var rows = session.Query(SqliteDeviceText.Keys);
        var keys = new List<string>();
        while (rows.Read())
        {
            keys.Add(rows.GetString(0));
        }

        return keys;
    });

    public async ValueTask AddKeyAsync(string key, bool isFirst) =>
        await store.WriteAsync(session => session.Execute(SqliteDeviceText.AddKey, key, isFirst));

    public async ValueTask TidyAsync(DateTimeOffset now, DateTimeOffset neverCame, DateTimeOffset notSeen)
    {
        var (codes, never, seen) =
            (now.ToUnixTimeMilliseconds(), neverCame.ToUnixTimeMilliseconds(), notSeen.ToUnixTimeMilliseconds());

        // An idle relay lets the disk sleep.
        if (await store.ReadAsync(session => IsUntidy(session, codes, never, seen)))
        {
            await store.WriteAsync(session =>
                session.Execute(SqliteDeviceText.RemoveExpired, codes) + session.Execute(SqliteDeviceText.RemoveLost, never, seen));
        }
    }

    private static int Add(SqliteSession session, Device device) => session.Execute(
        SqliteDeviceText.Add,
        device.Id,
        device.Space,
        device.Name,
        device.Added.ToUnixTimeMilliseconds(),
        device.Seen?.ToUnixTimeMilliseconds());

    private static bool IsUntidy(SqliteSession session, long codes, long never, long seen)
    {
        using var row = session.Query(SqliteDeviceText.IsUntidy, codes, never, seen);
        return row.Read() && row.GetBoolean(0);
    }

    private static List<Device> Read(SqliteDataReader rows)
    {
        using (rows)
        {
            var devices = new List<Device>();
            while (rows.Read())
            {
                devices.Add(new(
                    rows.GetString(0),
                    rows.GetString(1),
                    rows.GetString(2),
                    DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)),
                    rows.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(4))));
            }

            return devices;
        }
    }
}
