using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres;

/// <summary>The tables, by version; <c>liquid.relay</c> says which the database has.</summary>
internal static class PostgresSchema
{
    /// <summary>Any number that nobody else locks: several nodes that start at once bring the tables up to date once.</summary>
    private const long LockKey = 0x4c_49_51_55_49_44;

    /// <summary>Who may not make schemas may use one that somebody made for it.</summary>
    private const string Prepare = """
        do $$ begin
            if to_regnamespace('liquid') is null then create schema liquid; end if;
        end $$;
        create table if not exists liquid.relay (version integer not null);
        insert into liquid.relay select 0 where not exists (select from liquid.relay);
        """;

    /// <summary>Each brings the version before it one further. Those that were released never change.</summary>
    private static readonly string[] _versions =
    [
        """
        create table liquid.node (
            id bigint generated always as identity primary key,
            beat bigint not null default 0);

        -- Revisions never repeat, not even when a space of the same name begins anew.
        create table liquid.space (
            key bigint generated always as identity primary key,
            name text not null unique,
            epoch text not null,
            opened timestamptz not null default now(),
            head bigint not null default 0,
            revision bigint not null default 0,
            instances integer not null default 0,
            waiting bigint not null default 0) with (fillfactor = 50);
        create function liquid.begin_revisions() returns trigger language plpgsql as
            'begin new.revision := new.key << 32; return new; end';
        create trigger revisions_begin before insert on liquid.space
            for each row execute function liquid.begin_revisions();

        create table liquid.instance (
            space bigint not null references liquid.space on delete cascade,
            id text not null,
            key_hash bytea not null,
            name text not null,
            page text not null,
            kind text,
            last_seen timestamptz,
            node bigint,
            generation bigint not null,
            revision bigint not null,
            cursor bigint not null,
            accepted bigint not null default 0,
            answer_number bigint,
            answer_targets integer,
            answer_online integer,
            base text,
            primary key (space, id)) with (fillfactor = 50);
        create index instance_revision on liquid.instance (space, revision);
        create index instance_node on liquid.instance (node) where node is not null;
        create index instance_base on liquid.instance (space, base) where base is not null;
        create index instance_away on liquid.instance (last_seen) where node is null;

        create table liquid.departed (
            space bigint not null references liquid.space on delete cascade,
            id text not null,
            revision bigint not null,
            at timestamptz not null default now(),
            primary key (space, id));
        create index departed_revision on liquid.departed (space, revision);

        -- Bodies are often compressed already, so the server need not try.
        create table liquid.message (
            space bigint not null references liquid.space on delete cascade,
            number bigint not null,
            source text not null,
            target text not null,
            supersedes boolean not null,
            at timestamptz not null,
            expires timestamptz not null,
            is_binary boolean not null,
            size integer not null,
            frame bytea not null,
            base text,
            primary key (space, number));
        alter table liquid.message alter column frame set storage external;
        create index message_target on liquid.message (space, target, number);
        create index message_expires on liquid.message (expires);
        create unique index message_latest on liquid.message (space, source, target) where supersedes;
        create index message_base on liquid.message (space, base, source) where base is not null;

        create table liquid.base (
            key bigint generated always as identity primary key,
            space bigint not null references liquid.space on delete cascade,
            fingerprint text not null,
            is_binary boolean not null,
            body bytea not null,
            unique (space, fingerprint));
        alter table liquid.base alter column body set storage external;

        create table liquid.device (
            id text primary key,
            space text not null,
            name text not null,
            added timestamptz not null,
            seen timestamptz);
        create index device_space on liquid.device (space);
        create index device_seen on liquid.device (seen, added);

        create table liquid.invitation (
            device text primary key references liquid.device on delete cascade,
            code_hash bytea not null unique,
            expires timestamptz not null);

        create table liquid.device_end (
            number bigint generated always as identity primary key,
            id text not null,
            moved boolean not null,
            at timestamptz not null default now());

        create table liquid.ticket_key (
            number bigint generated always as identity primary key,
            xml text not null);
        """,
        """
        alter table liquid.relay add column place text;
        create table liquid.epoch (
            space bigint not null references liquid.space on delete cascade,
            name text not null,
            last bigint not null,
            ended timestamptz not null default now(),
            primary key (space, name));
        """,
    ];

    /// <exception cref="StoreSettingException">A newer relay made the tables.</exception>
    public static async Task UpdateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellationToken);
        await ExecuteAsync(connection, Prepare, cancellationToken);
        var version = await ReadVersionAsync(connection, cancellationToken);
        if (version > _versions.Length)
        {
            throw new StoreSettingException(
                $"The database \"{connection.Database}\" was written by a newer relay (version {version} of the tables; this one knows "
                + $"{_versions.Length}). Run that relay, or choose another database: --Liquid:Postgres=CONNECTIONSTRING");
        }

        for (; version < _versions.Length; version++)
        {
            await ExecuteAsync(
                connection, $"{_versions[version]} update liquid.relay set version = {version + 1};", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select version from liquid.relay", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
