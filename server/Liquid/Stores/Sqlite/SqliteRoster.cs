using Liquid.Log;

namespace Liquid.Stores.Sqlite;

/// <summary>Spaces and instances: what stands in their rows.</summary>
internal static class SqliteRoster
{
    public static IReadOnlyList<string> Spaces(SqliteSession session)
    {
        using var rows = session.Query(SqliteText.Spaces);
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    public static SpaceRecord Open(SqliteSession session, string space)
    {
        session.Execute(SqliteText.AddSpace, space);
        using var row = session.Query(SqliteText.Space, space);
        row.Read();
        return new SpaceRecord(row.GetString(1), row.GetInt64(2), Instances(session, row.GetInt64(0)));
    }

    public static bool Close(SqliteSession session, string space)
    {
        var key = session.KeyOf(space);
        session.Execute(SqliteText.RemoveMessagesOfSpace, key);
        session.Execute(SqliteText.RemoveBasesOfSpace, key);
        session.Execute(SqliteText.RemoveSpace, key);
        session.ForgetKeys();
        return true;
    }

    public static ReaderPlace Join(SqliteSession session, string space, InstanceRecord instance, long applied)
    {
        var key = session.KeyOf(space);
        session.Execute(SqliteText.AddInstance, key, instance.Id, instance.KeyHash, instance.Name, instance.Page);
        Describe(session, space, instance);
        var (place, head) = Place(session, key, instance.Id);
        if (applied <= place.Cursor || applied > head)
        {
            return place;
        }

        Acknowledge(session, space, instance.Id, applied);
        session.Execute(SqliteText.RemoveAppliedByAll, key);
        return place with { Cursor = applied };
    }

    public static void Describe(SqliteSession session, string space, InstanceRecord instance) => session.Execute(
        SqliteText.Describe,
        session.KeyOf(space),
        instance.Id,
        instance.KeyHash,
        instance.Name,
        instance.Page,
        instance.LastSeen?.ToUnixTimeMilliseconds(),
        instance.Kind);

    public static void Acknowledge(SqliteSession session, string space, string instance, long cursor)
    {
        var key = session.KeyOf(space);
        if (session.Execute(SqliteText.Acknowledge, key, instance, cursor) > 0)
        {
            session.Execute(SqliteText.RemoveApplied, key, instance, cursor);
        }
    }

    public static bool Forget(SqliteSession session, string space, string instance)
    {
        var key = session.KeyOf(space);
        session.Execute(SqliteText.RemoveInstance, key, instance);
        session.Execute(SqliteText.RemoveMessagesTo, key, instance);
        session.Execute(SqliteText.RemoveAppliedByAll, key);
        return true;
    }

    private static (ReaderPlace Place, long Head) Place(SqliteSession session, long key, string instance)
    {
        using var row = session.Query(SqliteText.Place, key, instance);
        row.Read();
        var lacks = row.IsDBNull(3) ? null : row.GetString(3);
        return (new ReaderPlace(row.GetInt64(0), row.GetInt64(1), Generation: 0, lacks), row.GetInt64(2));
    }

    private static List<InstanceRecord> Instances(SqliteSession session, long key)
    {
        using var rows = session.Query(SqliteText.Instances, key);
        var instances = new List<InstanceRecord>();
        while (rows.Read())
        {
            DateTimeOffset? seen = rows.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(4));
            var kind = rows.IsDBNull(5) ? null : rows.GetString(5);
            instances.Add(new(
                rows.GetString(0), rows.GetFieldValue<byte[]>(1), rows.GetString(2), rows.GetString(3), seen, Kind: kind));
        }

        return instances;
    }
}
