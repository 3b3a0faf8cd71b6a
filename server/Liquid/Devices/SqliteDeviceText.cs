namespace Liquid.Devices;

/// <summary>The statements. Parameters are numbered in the order in which they are given.</summary>
internal static class SqliteDeviceText
{
    public const string Add = "insert into device (id, space, name, added, seen) values ($1, $2, $3, $4, $5)";
    public const string Find = "select id, space, name, added, seen from device where id = $1";
    public const string List = "select id, space, name, added, seen from device where space = $1 order by added, id";
    public const string Describe = "update device set name = $2, seen = $3 where id = $1";
    public const string Remove = "delete from device where space = $1 and id = $2";

    public const string Invite = "insert or replace into invitation (device, code_hash, expires) values ($1, $2, $3)";

    public const string Invitation = """
        select d.space from invitation i join device d on d.id = i.device where i.code_hash = $1 and i.expires > $2 and i.expires <= $3
        """;

    public const string RemoveInvitation = "delete from invitation where code_hash = $1";

    public const string Keys = "select xml from ticket_key order by number";
    public const string AddKey = "insert into ticket_key (xml) select $1 where not ($2 and exists (select 1 from ticket_key))";

    public const string IsUntidy = """
        select exists (select 1 from invitation where expires <= $1)
            or exists (select 1 from device where seen <= $3 or (seen is null and added <= $2))
        """;

    public const string RemoveExpired = "delete from invitation where expires <= $1";
    public const string RemoveLost = "delete from device where seen <= $2 or (seen is null and added <= $1)";
}
