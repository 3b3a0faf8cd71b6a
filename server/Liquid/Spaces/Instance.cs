using System.Security.Cryptography;
using System.Text;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Spaces;

/// <summary>One loaded page in one browser, whether connected or away. Its space locks.</summary>
internal sealed class Instance(string id, byte[] keyHash)
{
    /// <summary>When it was last connected, as a timestamp: the machine's clock may be set meanwhile.</summary>
    private long _lastSeen;

    public string Id => id;

    public string Name { get; set; } = "";

    public string Page { get; set; } = "";

    /// <summary>What kind of device it is on, if it said.</summary>
    public string? Kind { get; set; }

    /// <summary>The connection that speaks for it; <see langword="null"/> while it is away, or connected to another node.</summary>
    public ISpaceMember? Member { get; set; }

    /// <summary>Whether it is connected to another node.</summary>
    public bool IsElsewhere { get; set; }

    public bool IsOnline => Member is not null || IsElsewhere;

    /// <summary>Numbers its connections: the newest has the greatest.</summary>
    public long Generation { get; set; }

    /// <summary>When it was last connected.</summary>
    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>False until its first hello is stored; before, nobody hears of it.</summary>
    public bool IsStored => Name.Length > 0;

    public InstanceInfo Info => new(id, Name, Page, IsOnline, Kind, IsOnline ? null : WireTime.Of(LastSeen));

    public InstanceRecord Record => new(id, keyHash, Name, Page, Member is null ? LastSeen : null, Generation, Kind);

    /// <summary>As it comes for the first time.</summary>
    public static Instance From(Hello hello) => new(hello.Instance, Hash(hello.Key));

    /// <summary>As the store knows it.</summary>
    public static Instance From(InstanceRecord record, TimeProvider time)
    {
        var instance = new Instance(record.Id, record.KeyHash);
        instance.Take(record, time);
        return instance;
    }

    /// <summary>Takes over what another node stored; who is connected is so there.</summary>
    public void Take(InstanceRecord record, TimeProvider time)
    {
        Name = record.Name;
        Page = record.Page;
        Kind = record.Kind;
        Generation = record.Generation;
        Member = null;
        IsElsewhere = record.LastSeen is null;
        if (record.LastSeen is { } seen)
        {
            var since = time.GetUtcNow() - seen;
            See(time, since > TimeSpan.Zero ? since : TimeSpan.Zero);
            LastSeen = seen;
        }
    }

    /// <summary>It is or was connected now, or so long ago.</summary>
    public void See(TimeProvider time, TimeSpan since = default)
    {
        LastSeen = time.GetUtcNow() - since;
        _lastSeen = time.GetTimestamp() - (long)(since.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>For how long it was not seen.</summary>
    public TimeSpan Absence(TimeProvider time) => time.GetElapsedTime(_lastSeen);

    /// <summary>What is to be stored when a hello is accepted.</summary>
    public InstanceRecord Welcomed(Hello hello) => new(id, keyHash, hello.Name, hello.Page, null, Kind: hello.Kind);

    public bool HasKey(string key) => CryptographicOperations.FixedTimeEquals(keyHash, Hash(key));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
