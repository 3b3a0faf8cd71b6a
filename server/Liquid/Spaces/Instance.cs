using System.Security.Cryptography;
using System.Text;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Spaces;

/// <summary>One loaded page in one browser, whether connected or away. Its space locks.</summary>
internal sealed class Instance(string id, byte[] keyHash)
{
    public string Id => id;

    public string Name { get; set; } = "";

    public string Page { get; set; } = "";

    /// <summary>The connection that speaks for it; <see langword="null"/> while it is away.</summary>
    public ISpaceMember? Member { get; set; }

    /// <summary>When it was last connected.</summary>
    public DateTimeOffset LastSeen { get; set; }

    public InstanceInfo Info => new(id, Name, Page, Member is not null);

    public InstanceRecord Record => new(id, keyHash, Name, Page, Member is null ? LastSeen : null);

    /// <summary>As it comes for the first time.</summary>
    public static Instance From(Hello hello) => new(hello.Instance, Hash(hello.Key));

    /// <summary>As the store knows it. Who was connected when the relay ended without a word was there until now.</summary>
    public static Instance From(InstanceRecord record, DateTimeOffset now) => new(record.Id, record.KeyHash)
    {
        Name = record.Name,
        Page = record.Page,
        LastSeen = record.LastSeen ?? now,
    };

    /// <summary>What is to be stored when a hello is accepted.</summary>
    public InstanceRecord Welcomed(Hello hello) => new(id, keyHash, hello.Name, hello.Page, null);

    public bool HasKey(string key) => CryptographicOperations.FixedTimeEquals(keyHash, Hash(key));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
