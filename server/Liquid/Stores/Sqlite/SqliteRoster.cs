using Liquid.Log;

namespace Liquid.Stores.Sqlite;

/// <summary>Spaces and instances: what stands in their rows.</summary>
internal static class SqliteRoster
{
    /// <summary>
    /// What every start does: each log goes on under a new epoch, which no copy of the database knows, and says how far the one
    /// before came. So when a copy takes the place of the database, cursors tell which of its numbers they know.
    /// </summary>
    public static void BeginEpochs(SqliteSession session, DateTimeOffset now, TimeSpan forgetAfter)
    {
        session.Execute(SqliteText.Begin);
        session.Execute(SqliteText.EndEpochs, now.ToUnixTimeMilliseconds());
        session.Execute(SqliteText.NewEpochs);
        session.Execute(SqliteText.ForgetEpochs, (now - forgetAfter).ToUnixTimeMilliseconds());

        // Who was connected when the relay ended without a word was there until now.
        session.Execute(SqliteText.EverybodyIsAway, now.ToUnixTimeMilliseconds());
        session.Execute(SqliteText.Commit);
    }

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
        var key = row.GetInt64(0);
        return new SpaceRecord(row.GetString(1), row.GetInt64(2), Instances(session, key), EarlierEpochs(session, key));
    }

    public static bool Close(SqliteSession session, string space)
    {
        var key = session.KeyOf(space);
        session.Execute(SqliteText.RemoveMessagesOfSpace, key);
        session.Execute(SqliteText.RemoveBasesOfSpace, key);
        session.Execute(SqliteText.RemoveEpochsOfSpace, key);
        session.Execute(SqliteText.RemoveSpace, key);
        session.ForgetKeys();
        return true;
    }

    public static ReaderPlace Join(SqliteSession session, string space, InstanceRecord instance, long applied)
    {
        var key = session.OpenKeyOf(space);
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

    private static Dictionary<string, long> EarlierEpochs(SqliteSession session, long key)
    {
        using var rows = session.Query(SqliteText.EarlierEpochs, key);
        var epochs = new Dictionary<string, long>(StringComparer.Ordinal);
        while (rows.Read())
        {
            epochs[rows.GetString(0)] = rows.GetInt64(1);
        }

        return epochs;
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
