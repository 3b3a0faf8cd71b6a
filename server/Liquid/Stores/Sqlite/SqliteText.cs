namespace Liquid.Stores.Sqlite;

/// <summary>The statements. Parameters are numbered in the order in which they are given.</summary>
internal static class SqliteText
{
    public const string Begin = "begin immediate";
    public const string Commit = "commit";
    public const string Rollback = "rollback";

    public const string EndEpochs = "insert into epoch select key, epoch, head, $1 from space";
    public const string NewEpochs = "update space set epoch = lower(hex(randomblob(8)))";
    public const string ForgetEpochs = "delete from epoch where ended < $1";

    public const string EverybodyIsAway = "update instance set last_seen = $1 where last_seen is null";

    public const string Spaces = "select name from space";
    public const string AddSpace = "insert or ignore into space (name, epoch) values ($1, lower(hex(randomblob(8))))";
    public const string Space = "select key, epoch, head from space where name = $1";
    public const string RemoveSpace = "delete from space where key = $1";
    public const string EarlierEpochs = "select name, last from epoch where space = $1";
    public const string RemoveEpochsOfSpace = "delete from epoch where space = $1";
    public const string RemoveMessagesOfSpace = "delete from message where space = $1";
    public const string RemoveBasesOfSpace = "delete from base where space = $1";

    public const string Instances = "select id, key_hash, name, page, last_seen, kind from instance where space = $1";

    public const string AddInstance = """
        insert or ignore into instance (space, id, key_hash, name, page, cursor)
        select key, $2, $3, $4, $5, head from space where key = $1
        """;

    public const string Describe = """
        update instance set key_hash = $3, name = $4, page = $5, last_seen = $6, kind = $7 where space = $1 and id = $2
        """;

    public const string Place = """
        select i.cursor, i.accepted, s.head, case when exists (
            select 1 from message m where m.space = i.space and m.base = i.base and m.source = i.id) and not exists (
            select 1 from base b where b.space = i.space and b.fingerprint = i.base) then i.base end
        from instance i join space s on s.key = i.space where i.space = $1 and i.id = $2
        """;

    public const string Acknowledge = "update instance set cursor = $3 where space = $1 and id = $2 and cursor < $3";
    public const string RemoveApplied = "delete from message where space = $1 and target = $2 and number <= $3";
    public const string RemoveInstance = "delete from instance where space = $1 and id = $2";
    public const string RemoveMessagesTo = "delete from message where space = $1 and target = $2";

    /// <summary>Broadcasts that no other instance has yet to apply: those who came later start behind them.</summary>
    public const string RemoveAppliedByAll = """
        delete from message where space = $1 and target = '*' and not exists (
            select 1 from instance i where i.space = $1 and i.cursor < message.number and i.id <> message.source)
        """;

    public const string RemoveExpired = "delete from message where expires <= $1";

    private const string IsAwaited = """
        exists (select 1 from message m where m.space = base.space and m.base = base.fingerprint)
        """;

    private const string IsUnnamed = $"""
        not {IsAwaited} and not exists (
            select 1 from instance i where i.space = base.space and i.base = base.fingerprint)
        """;

    public const string RemoveUnnamedBases = $"delete from base where {IsUnnamed}";

    /// <summary>Whether anything has expired or is named no more, or deletions left much of the file unused.</summary>
    public const string IsUntidy = $"""
        select exists (select 1 from message where expires <= $1)
            or exists (select 1 from base where {IsUnnamed})
            or (select freelist_count from pragma_freelist_count) > 1000
        """;

    /// <summary>Gives unused pages back to the file system, a bounded number at a time.</summary>
    public const string Shrink = "pragma incremental_vacuum(1000)";

    public const string Source = """
        select accepted, answer_number, answer_targets, answer_online from instance where space = $1 and id = $2
        """;

    public const string Room = "select head, instances, waiting, messages from space where key = $1";
    public const string IsKnown = "select 1 from instance where space = $1 and id = $2";

    public const string Older = """
        select number, size from message where space = $1 and source = $2 and target = $3 and supersedes
        """;

    public const string RemoveMessage = "delete from message where space = $1 and number = $2";
    public const string SetHead = "update space set head = $2 where key = $1";

    public const string AddMessage = """
        insert into message (space, number, source, target, supersedes, at, expires, is_binary, size, frame, base)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    public const string Accept = """
        update instance
        set accepted = $3, answer_number = $4, answer_targets = $5, answer_online = $6, base = coalesce($7, base)
        where space = $1 and id = $2
        """;

    public const string IsNamed = """
        select 1 from message where space = $1 and base = $2 union all select 1 from instance where space = $1 and base = $2 limit 1
        """;

    public const string HasBase = "select 1 from base where space = $1 and fingerprint = $2";
    public const string Bases = "select count(*) from base where space = $1";
    public const string FindBase = "select is_binary, body from base where space = $1 and fingerprint = $2";

    /// <summary>The oldest that no message awaits.</summary>
    public const string RemoveOldestBase = $"""
        delete from base where key = (select key from base where space = $1 and not {IsAwaited} order by key limit 1)
        """;

    public const string KeepBase = """
        insert into base (space, fingerprint, is_binary, body) values ($1, $2, $3, $4)
        on conflict do update set is_binary = excluded.is_binary, body = excluded.body
        """;

    public const string Waiting = "select key, messages, waiting from space where name = $1";

    public const string OldestWaiting = """
        select number, source, target, supersedes, at, expires, size, targets from (
            select m.*, (
                select count(*) from instance i
                where i.space = m.space and i.cursor < m.number
                    and (i.id = m.target or m.target = '*' and i.id <> m.source)) as targets
            from message m where m.space = $1 and m.expires > $2)
        where targets > 0 order by number limit $3
        """;

    /// <summary>The numbers are chosen and put in order without reading any frame.</summary>
    public const string Read = """
        select number, source, target, at, expires, is_binary, frame from message
        where space = $1 and number in (
            select number from message
            where space = $1 and target in ($2, '*') and number > $3 and expires > $4 and not (target = '*' and source = $2)
            order by number limit $5)
        order by number
        """;
}
