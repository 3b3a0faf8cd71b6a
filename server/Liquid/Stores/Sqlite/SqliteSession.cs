using Microsoft.Data.Sqlite;

namespace Liquid.Stores.Sqlite;

/// <summary>An open connection whose statements stay prepared. One thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = [];
    private readonly Dictionary<string, long> _spaces = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a database to write and read, with its tables as this version needs them.</summary>
    public static SqliteSession OpenToWrite(string path)
    {
        var session = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // auto_vacuum counts before the first table only.
            session.Execute("pragma auto_vacuum = incremental");
            session.Execute("pragma journal_mode = wal");
            session.Execute("pragma synchronous = full");
            session.Execute("pragma journal_size_limit = 67108864");
            SqliteSchema.Update(session._connection);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public static SqliteSession OpenToRead(string path) => Open(path, SqliteOpenMode.ReadOnly);

    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>The key of a space; 0, under which nothing stands, if it was closed.</summary>
    public long KeyOf(string space)
    {
        if (!_spaces.TryGetValue(space, out var key))
        {
            using var row = Query(SqliteText.Space, space);
            if (row.Read())
            {
                _spaces[space] = key = row.GetInt64(0);
            }
        }

        return key;
    }

    /// <summary>The key of a space to which something is added.</summary>
    /// <exception cref="StoreUnavailableException">It was closed.</exception>
    public long OpenKeyOf(string space) => KeyOf(space) is not 0 and var key ? key : throw StoreUnavailableException.SpaceGone();

    /// <summary>The name may stand for another space, or for none, from now on.</summary>
    public void ForgetKeys() => _spaces.Clear();

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static SqliteSession Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements[sql] = statement = _connection.CreateCommand();
            statement.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
            {
                statement.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            statement.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return statement;
    }
}
