using System.Security.Cryptography;
using System.Text;
using Liquid.Messages;

namespace Liquid.Spaces;

/// <summary>One loaded page in one browser, whether connected or away. Its space locks.</summary>
internal sealed class Instance(Hello hello)
{
    private readonly byte[] _keyHash = Hash(hello.Key);

    public string Id { get; } = hello.Instance;

    public string Name { get; set; } = hello.Name;

    public string Page { get; set; } = hello.Page;

    /// <summary>The connection that speaks for it; <see langword="null"/> while it is away.</summary>
    public ISpaceMember? Member { get; set; }

    /// <summary>When it was last connected.</summary>
    public DateTimeOffset LastSeen { get; set; }

    public InstanceInfo Info => new(Id, Name, Page, Member is not null);

    public bool HasKey(string key) => CryptographicOperations.FixedTimeEquals(_keyHash, Hash(key));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
