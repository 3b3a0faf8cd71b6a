using Liquid.Messages;
using Npgsql;

namespace Liquid.Postgres.Spaces;

/// <summary>The row of an instance, as a commit changes it.</summary>
internal sealed class InstanceRow(string id, byte[] keyHash)
{
    public string Id => id;

    public byte[] KeyHash => keyHash;

    public string Name { get; set; } = "";

    public string Page { get; set; } = "";

    public string? Kind { get; set; }

    /// <summary>The node to which it is connected.</summary>
    public long? Node { get; set; }

    /// <summary>Which of its connections is the newest.</summary>
    public long Generation { get; set; }

    public long Cursor { get; set; }

    /// <summary>To the newest message committed from it; its id is 0 before the first.</summary>
    public Sent Answer { get; private set; } = new(0);

    /// <summary>The base that its newest migration names, if this commit changes that.</summary>
    public string? Base { get; private set; }

    /// <summary>The base that a waiting message of it names and that is not there.</summary>
    public string? Lacks { get; private init; }

    /// <summary>Reads a row of <see cref="PostgresText.Rows"/>.</summary>
    public static InstanceRow Read(NpgsqlDataReader reader) =>
        new(reader.GetString(0), reader.GetFieldValue<byte[]>(1))
        {
            Generation = reader.GetInt64(2),
            Node = reader.GetNullableInt64(3),
            Cursor = reader.GetInt64(4),
            Answer = reader.IsDBNull(6)
                ? new Sent(0)
                : new Sent(reader.GetInt64(5), reader.GetInt64(6), reader.GetInt32(7), reader.GetInt32(8)),
            Lacks = reader.GetNullableString(9),
        };

    public void Accept(Sent answer, string? named) => (Answer, Base) = (answer, named ?? Base);
}
