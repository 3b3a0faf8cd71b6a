using Liquid.Bases;

namespace Liquid.Stores.Sqlite;

/// <summary>Bases: what is kept, read and lacked.</summary>
internal static class SqliteBases
{
    public static BaseKept Keep(SqliteSession session, string space, string fingerprint, BaseRecord given, int most)
    {
        var key = session.KeyOf(space);
        if (!Is(session, SqliteText.IsNamed, key, fingerprint))
        {
            return BaseKept.Unnamed;
        }

        if (!Is(session, SqliteText.HasBase, key, fingerprint)
            && Count(session, key) >= most
            && session.Execute(SqliteText.RemoveOldestBase, key) == 0)
        {
            return BaseKept.Full;
        }

        session.Execute(SqliteText.KeepBase, key, fingerprint, given.IsBinary, given.Body.ToArray());
        return BaseKept.Stored;
    }

    public static BaseFound Find(SqliteSession session, string space, string fingerprint)
    {
        var key = session.KeyOf(space);
        using var row = session.Query(SqliteText.FindBase, key, fingerprint);
        return row.Read()
            ? new BaseFound(new BaseRecord(row.GetFieldValue<byte[]>(1), row.GetBoolean(0)), IsNamed: true)
            : new BaseFound(null, Is(session, SqliteText.IsNamed, key, fingerprint));
    }

    /// <summary>The base that a message names, if it is not there.</summary>
    public static string? Lacked(SqliteSession session, long key, string? named) =>
        named is null || Is(session, SqliteText.HasBase, key, named) ? null : named;

    private static long Count(SqliteSession session, long key)
    {
        using var row = session.Query(SqliteText.Bases, key);
        row.Read();
        return row.GetInt64(0);
    }

    private static bool Is(SqliteSession session, string sql, long key, string fingerprint)
    {
        using var row = session.Query(sql, key, fingerprint);
        return row.Read();
    }
}
