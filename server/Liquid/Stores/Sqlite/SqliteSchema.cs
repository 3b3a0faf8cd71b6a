using Microsoft.Data.Sqlite;

namespace Liquid.Stores.Sqlite;

/// <summary>The tables, by version; <c>user_version</c> of the file says which it has.</summary>
internal static class SqliteSchema
{
    /// <summary>Each brings the version before it one further. Those that were released never change.</summary>
    private static readonly string[] _versions =
    [
        """
        create table relay (commits integer not null);
        insert into relay values (0);

        create table space (
            key integer primary key,
            name text not null unique,
            epoch text not null,
            head integer not null default 0,
            instances integer not null default 0,
            waiting integer not null default 0);

        create table instance (
            space integer not null references space,
            id text not null,
            key_hash blob not null,
            name text not null,
            page text not null,
            last_seen integer,
            cursor integer not null,
            accepted integer not null default 0,
            answer_number integer,
            answer_targets integer,
            answer_online integer,
            primary key (space, id)) without rowid;
        create index instance_cursor on instance (space, cursor);

        create table message (
            space integer not null references space,
            number integer not null,
            source text not null,
            target text not null,
            supersedes integer not null,
            at integer not null,
            expires integer not null,
            is_binary integer not null,
            size integer not null,
            frame blob not null);
        create unique index message_number on message (space, number);
        create index message_target on message (space, target, number);
        create index message_expires on message (expires);
        create unique index message_latest on message (space, source, target) where supersedes;

        create trigger instance_came after insert on instance begin
            update space set instances = instances + 1 where key = new.space;
        end;
        create trigger instance_went after delete on instance begin
            update space set instances = instances - 1 where key = old.space;
        end;
        create trigger message_came after insert on message begin
            update space set waiting = waiting + new.size where key = new.space;
        end;
        create trigger message_went after delete on message begin
            update space set waiting = waiting - old.size where key = old.space;
        end;
        """,
        """
        alter table instance add column base text;
        create index instance_base on instance (space, base) where base is not null;
        alter table message add column base text;
        create index message_base on message (space, base, source) where base is not null;

        create table base (
            key integer primary key,
            space integer not null references space,
            fingerprint text not null,
            is_binary integer not null,
            body blob not null);
        create unique index base_fingerprint on base (space, fingerprint);
        """,
        """
        create table device (
            id text primary key,
            space text not null,
            name text not null,
            added integer not null,
            seen integer) without rowid;
        create index device_space on device (space);
        create index device_seen on device (seen, added);

        create table invitation (
            device text primary key,
            code_hash blob not null unique,
            expires integer not null) without rowid;
        create trigger device_went after delete on device begin
            delete from invitation where device = old.id;
        end;

        create table ticket_key (number integer primary key, xml text not null);

        alter table space add column messages integer not null default 0;
        update space set messages = (select count(*) from message where message.space = space.key);
        create trigger message_counted after insert on message begin
            update space set messages = messages + 1 where key = new.space;
        end;
        create trigger message_uncounted after delete on message begin
            update space set messages = messages - 1 where key = old.space;
        end;
        """,
        "alter table instance add column kind text;",
        """
        drop table relay;
        create table epoch (
            space integer not null references space,
            name text not null,
            last integer not null,
            ended integer not null,
            primary key (space, name)) without rowid;
        """,
    ];

    /// <exception cref="StoreSettingException">A newer relay wrote the file.</exception>
    public static void Update(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "pragma user_version";
        var version = (int)(long)command.ExecuteScalar()!;
        if (version > _versions.Length)
        {
            throw new StoreSettingException(
                $"\"{connection.DataSource}\" was written by a newer relay (version {version} of the tables; this one knows "
                + $"{_versions.Length}). Run that relay, or choose another folder: --Liquid:Data=PATH");
        }

        for (; version < _versions.Length; version++)
        {
            command.CommandText = $"begin immediate; {_versions[version]} pragma user_version = {version + 1}; commit;";
            command.ExecuteNonQuery();
        }
    }
}
