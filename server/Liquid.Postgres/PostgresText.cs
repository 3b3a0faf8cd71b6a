namespace Liquid.Postgres;

/// <summary>
/// The statements. Whatever changes a space runs within a transaction that holds the lock on its row, so its numbers are
/// committed in their order, and no two transactions wait for each other.
/// </summary>
internal static class PostgresText
{
    public const string Begin = "begin";
    public const string Commit = "commit";
    public const string Rollback = "rollback";

    public const string Lock = "select 1 from liquid.space where key = $1 for update";

    public const string AddSpace = """
        insert into liquid.space (name, epoch) values ($1, $2) on conflict (name) do update set opened = now()
        returning key, epoch, head, revision
        """;

    public const string RemoveSpace = "delete from liquid.space where key = $1 and instances = 0";

    public const string Instances = """
        select id, key_hash, name, page, case when node is null then last_seen end, generation, kind
        from liquid.instance where space = $1
        """;

    public const string Room = "select head, revision, instances, waiting from liquid.space where key = $1";

    /// <summary>
    /// The same for who writes, with how many messages wait. Each takes more than 100 bytes, so they are counted only where so
    /// many of them might be there; otherwise that is as many as there can be.
    /// </summary>
    public const string RoomToWrite = """
        select head, revision, instances, waiting, case when waiting < 50 * $2 then waiting / 100
            else (select count(*) from liquid.message m where m.space = $1) end
        from liquid.space where key = $1
        """;

    public const string Rows = """
        select id, key_hash, generation, node, cursor, accepted, answer_number, answer_targets, answer_online,
            case when exists (
                select from liquid.message m where m.space = i.space and m.base = i.base and m.source = i.id) and not exists (
                select from liquid.base b where b.space = i.space and b.fingerprint = i.base) then i.base end
        from liquid.instance i where space = $1 and id = any ($2)
        """;

    public const string Older = """
        select m.source, m.target, m.number, m.size
        from unnest($2::text[], $3::text[]) as given (source, target)
        join liquid.message m on m.space = $1 and m.source = given.source and m.target = given.target and m.supersedes
        """;

    /// <summary>What was committed behind a number, as much as fits; the head comes with it even if that is nothing.</summary>
    public const string Since = """
        select s.head, m.number, m.source, m.target, m.at, m.expires, m.is_binary, m.supersedes, m.frame
        from liquid.space s left join lateral (
            select * from (
                select *, sum(size) over (order by number) - size as before
                from liquid.message where space = s.key and number > $2 order by number limit $3) portion
            where before < $4) m on true
        where s.key = $1 order by m.number
        """;

    /// <summary>Who came, changed or departed behind a revision; the revision comes with it even if that is nobody.</summary>
    public const string Changes = """
        select s.revision, c.id, c.key_hash, c.name, c.page, c.last_seen, c.node, c.generation, c.kind
        from liquid.space s left join lateral (
            select id, key_hash, name, page, last_seen, node, generation, kind, revision
            from liquid.instance where space = $1 and revision > $2
            union all
            select id, null, null, null, null, null, null, null, revision
            from liquid.departed where space = $1 and revision > $2) c on true
        where s.key = $1 order by c.revision
        """;

    public const string Describe = """
        with given as (
            select * from unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
                as given (id, generation, name, page, last_seen, kind)),
        changed as (
            update liquid.instance i
            set name = given.name, page = given.page, kind = given.kind, last_seen = given.last_seen,
                revision = s.revision + 1, node = case when given.last_seen is null then i.node end
            from given, liquid.space s
            where s.key = $1 and i.space = $1 and i.id = given.id and i.generation = given.generation
            returning 1)
        update liquid.space set revision = revision + 1 where key = $1 and exists (select from changed)
        """;

    public const string Acknowledge = """
        update liquid.instance i set cursor = given.cursor
        from unnest($2::text[], $3::bigint[], $4::bigint[]) as given (id, generation, cursor)
        where i.space = $1 and i.id = given.id and i.generation <= given.generation and i.cursor < given.cursor
        """;

    public const string RemoveApplied = """
        with gone as (
            delete from liquid.message m using liquid.instance i
            where i.space = $1 and i.id = any ($2) and m.space = $1 and m.target = i.id and m.number <= i.cursor
            returning m.size)
        update liquid.space set waiting = waiting - (select sum(size) from gone) where key = $1 and exists (select from gone)
        """;

    /// <summary>Broadcasts that no other instance has yet to apply: those who came later start behind them.</summary>
    public const string RemoveAppliedByAll = """
        with slowest as (
            select id, cursor, row_number() over (order by cursor, id) as place from (
                select id, cursor from liquid.instance where space = $1 order by cursor, id limit 2) two),
        bounds as (
            select (select id from slowest where place = 1) as id,
                coalesce((select cursor from slowest where place = 1), 9223372036854775807) as by_all,
                coalesce((select cursor from slowest where place = 2), 9223372036854775807) as by_others),
        gone as (
            delete from liquid.message m using bounds
            where m.space = $1 and m.target = '*' and m.number <= bounds.by_others
                and (m.number <= bounds.by_all or m.source = bounds.id)
            returning m.size)
        update liquid.space set waiting = waiting - (select sum(size) from gone) where key = $1 and exists (select from gone)
        """;

    public const string Forget = """
        with gone as (
            delete from liquid.instance i using unnest($2::text[], $3::bigint[]) as given (id, generation)
            where i.space = $1 and i.id = given.id and i.generation <= given.generation
            returning i.id),
        """ + Departed;

    public const string ForgetAway = """
        with gone as (
            delete from liquid.instance where space = $1 and node is null and last_seen <= $2 returning id),
        """ + Departed;

    public const string RemoveMessages = "delete from liquid.message where space = $1 and number = any ($2)";

    public const string AddMessages = """
        insert into liquid.message (space, number, source, target, supersedes, at, expires, is_binary, size, frame, base)
        select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::timestamptz[], $7::timestamptz[],
            $8::boolean[], $9::integer[], $10::bytea[], $11::text[])
        """;

    public const string Accept = """
        update liquid.instance i
        set accepted = given.id, answer_number = given.number, answer_targets = given.targets, answer_online = given.online,
            base = coalesce(given.base, i.base)
        from unnest($2::text[], $3::bigint[], $4::bigint[], $5::integer[], $6::integer[], $7::text[])
            as given (source, id, number, targets, online, base)
        where i.space = $1 and i.id = given.source
        """;

    public const string Join = """
        insert into liquid.instance (space, id, key_hash, name, page, kind, cursor, generation, revision, node)
        select $1, id, key_hash, name, page, kind, cursor, generation, generation, $9
        from unnest($2::text[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
            as given (id, key_hash, name, page, kind, cursor, generation)
        on conflict (space, id) do update set name = excluded.name, page = excluded.page, kind = excluded.kind, cursor = excluded.cursor,
            generation = excluded.generation, revision = excluded.revision, node = excluded.node, last_seen = null
        """;

    public const string SetRoom = """
        update liquid.space set head = $2, revision = $3, instances = $4, waiting = $5 where key = $1
        """;

    /// <summary>What is read of a backlog at once: so many, of so many bytes together unless a single one is larger.</summary>
    public const string Read = """
        select number, source, target, at, expires, is_binary, frame from (
            select *, sum(size) over (order by number) - size as before from (
                select * from liquid.message
                where space = $1 and target in ($2, '*') and number > $3 and expires > $4 and not (target = '*' and source = $2)
                order by number limit $5) portion) sized
        where before < $6 order by number
        """;

    public const string BasesThere = "select fingerprint from liquid.base where space = $1 and fingerprint = any ($2)";

    public const string BaseRoom = """
        select exists (select from liquid.message where space = $1 and base = $2)
                or exists (select from liquid.instance where space = $1 and base = $2),
            exists (select from liquid.base where space = $1 and fingerprint = $2),
            (select count(*) from liquid.base where space = $1)
        """;

    public const string FindBase = "select is_binary, body from liquid.base where space = $1 and fingerprint = $2";

    /// <summary>The oldest that no message awaits.</summary>
    public const string RemoveOldestBase = $"""
        delete from liquid.base where space = $1 and key = (
            select key from liquid.base b where b.space = $1 and not {IsAwaited} order by key limit 1)
        """;

    public const string KeepBase = """
        insert into liquid.base (space, fingerprint, is_binary, body) values ($1, $2, $3, $4)
        on conflict (space, fingerprint) do update set is_binary = excluded.is_binary, body = excluded.body
        """;

    public const string SpacesWithUnnamedBases = $"select distinct b.space from liquid.base b where {IsUnnamed}";
    public const string RemoveUnnamedBases = $"delete from liquid.base b where b.space = $1 and {IsUnnamed}";

    public const string Waiting = """
        select s.key, s.waiting, (select count(*) from liquid.message m where m.space = s.key)
        from liquid.space s where s.name = $1
        """;

    public const string OldestWaiting = """
        select number, source, target, supersedes, at, expires, size, targets from (
            select m.*, (
                select count(*) from liquid.instance i
                where i.space = m.space and i.cursor < m.number
                    and (i.id = m.target or m.target = '*' and i.id <> m.source)) as targets
            from liquid.message m where m.space = $1 and m.expires > $2) awaited
        where targets > 0 order by number limit $3
        """;

    public const string AddNode = "insert into liquid.node default values returning id";
    public const string RemoveNode = "delete from liquid.node where id = $1";
    public const string RemoveSilentNode = "delete from liquid.node where id = $1 and beat = $2";
    public const string Beat = "update liquid.node set beat = beat + 1 where id = $1 returning beat";
    public const string IsAlive = "select 1 from liquid.node where id = $1";
    public const string Nodes = "select id, beat from liquid.node";
    public const string Heads = "select key, head, revision from liquid.space where key = any ($1)";

    public const string Orphans = """
        select distinct i.space, i.node from liquid.instance i
        where i.node is not null and not exists (select from liquid.node n where n.id = i.node)
        """;

    public const string Bereave = """
        with changed as (
            update liquid.instance i set node = null, last_seen = $3, revision = s.revision + 1
            from liquid.space s where s.key = $1 and i.space = $1 and i.node = $2
            returning 1)
        update liquid.space set revision = revision + 1 where key = $1 and exists (select from changed)
        """;

    public const string SpacesWithExpired = "select distinct space from liquid.message where expires <= $1";

    public const string RemoveExpired = """
        with gone as (delete from liquid.message where space = $1 and expires <= $2 returning size)
        update liquid.space set waiting = waiting - (select sum(size) from gone) where key = $1 and exists (select from gone)
        """;

    public const string SpacesWithAway = "select distinct space from liquid.instance where node is null and last_seen <= $1";
    public const string RemoveEmptySpaces = "delete from liquid.space where instances = 0 and opened < now() - interval '1 minute'";

    public const string EarlierEpochs = "select name, last from liquid.epoch where space = $1";

    /// <summary>Whoever knew them is forgotten too.</summary>
    public const string ForgetEpochs = "delete from liquid.epoch where ended < now() - $1";

    /// <summary>Long after every node has heard of it, or was taken for dead.</summary>
    public const string RemoveDeparted = "delete from liquid.departed where at < now() - interval '1 day'";

    public const string Notify = "select pg_notify('liquid', $1)";
    public const string Listen = "listen liquid";

    private const string IsAwaited =
        "exists (select from liquid.message m where m.space = b.space and m.base = b.fingerprint)";

    private const string IsUnnamed = $"""
        not {IsAwaited} and not exists (
            select from liquid.instance i where i.space = b.space and i.base = b.fingerprint)
        """;

    /// <summary>What goes with instances that are gone.</summary>
    private const string Departed = """

        letters as (
            delete from liquid.message m using gone where m.space = $1 and m.target = gone.id returning m.size),
        departed as (
            insert into liquid.departed (space, id, revision)
            select $1, gone.id, s.revision + 1 from gone, liquid.space s where s.key = $1
            on conflict (space, id) do update set revision = excluded.revision, at = now())
        update liquid.space set revision = revision + 1,
            instances = instances - (select count(*) from gone),
            waiting = waiting - (select coalesce(sum(size), 0) from letters)
        where key = $1 and exists (select from gone)
        """;
}
