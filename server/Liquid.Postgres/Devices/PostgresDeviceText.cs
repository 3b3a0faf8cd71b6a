namespace Liquid.Postgres.Devices;

/// <summary>The statements. Parameters are numbered in the order in which they are given.</summary>
internal static class PostgresDeviceText
{
    public const string Add = "insert into liquid.device (id, space, name, added, seen) values ($1, $2, $3, $4, $5)";
    public const string Find = "select id, space, name, added, seen from liquid.device where id = $1";
    public const string List = "select id, space, name, added, seen from liquid.device where space = $1 order by added, id";
    public const string Describe = "update liquid.device set name = $2, seen = $3 where id = $1";

    /// <summary>One after the other, so that no end becomes visible behind one with a greater number.</summary>
    public const string LockEnds = "lock table liquid.device_end in exclusive mode";

    public const string Remove = """
        with gone as (delete from liquid.device where space = $1 and id = $2 returning id)
        insert into liquid.device_end (id, moved) select id, $3 from gone returning number
        """;

    public const string LastEnd = "select coalesce(max(number), 0) from liquid.device_end";
    public const string Ends = "select number, id, moved from liquid.device_end where number > $1 order by number";

    public const string Invite = """
        insert into liquid.invitation (device, code_hash, expires) select id, $2, $3 from liquid.device where id = $1
        on conflict (device) do update set code_hash = excluded.code_hash, expires = excluded.expires
        """;

    public const string Redeem = """
        with used as (
            delete from liquid.invitation i using liquid.device d
            where i.code_hash = $1 and i.expires > $2 and i.expires <= $6 and d.id = i.device returning d.space)
        insert into liquid.device (id, space, name, added, seen) select $3, space, $4, $2, $5::timestamptz from used returning space
        """;

    public const string Keys = "select xml from liquid.ticket_key order by number";

    /// <summary>One after the other, so that the first is surely seen.</summary>
    public const string LockKeys = "lock table liquid.ticket_key in exclusive mode";
    public const string AddKey =
        "insert into liquid.ticket_key (xml) select $1 where not ($2 and exists (select from liquid.ticket_key))";

    public const string RemoveExpired = "delete from liquid.invitation where expires <= $1";
    public const string RemoveLost = "delete from liquid.device where seen <= $2 or (seen is null and added <= $1)";
    public const string RemoveEnds = "delete from liquid.device_end where at < now() - interval '1 day'";
}
