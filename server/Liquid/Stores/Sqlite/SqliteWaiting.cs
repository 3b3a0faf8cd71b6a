using Liquid.Messages;

namespace Liquid.Stores.Sqlite;

/// <summary>What waits, as somebody who looks after the relay sees it.</summary>
internal static class SqliteWaiting
{
    public static WaitingMessages Read(SqliteSession session, string space, int most, DateTimeOffset now)
    {
        long key, count, bytes;
        using (var row = session.Query(SqliteText.Waiting, space))
        {
            if (!row.Read())
            {
                return WaitingMessages.None;
            }

            (key, count, bytes) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        }

        if (count == 0 || most == 0)
        {
            return new(count, bytes, []);
        }

        var oldest = new List<WaitingMessage>();
        using var rows = session.Query(SqliteText.OldestWaiting, key, now.ToUnixTimeMilliseconds(), most);
        while (rows.Read())
        {
            oldest.Add(new(
                rows.GetInt64(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetBoolean(3) ? EnvelopeRules.Migration : EnvelopeRules.Receipt,
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(4)),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(5)),
                rows.GetInt32(6),
                rows.GetInt32(7)));
        }

        return new(count, bytes, oldest);
    }
}
