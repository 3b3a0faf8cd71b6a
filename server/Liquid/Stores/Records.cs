namespace Liquid.Stores;

/// <summary>What is stored of an instance.</summary>
/// <param name="Id">Its id.</param>
/// <param name="KeyHash">SHA-256 of its key.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Page">The address of its page.</param>
/// <param name="LastSeen">When it was last connected; <see langword="null"/> while it is.</param>
/// <param name="Generation">Which of its connections this is about: the newest has the greatest number.</param>
/// <param name="Kind">What kind of device it is on, as a word; <see langword="null"/> if it did not say.</param>
internal sealed record InstanceRecord(
    string Id,
    byte[] KeyHash,
    string Name,
    string Page,
    DateTimeOffset? LastSeen,
    long Generation = 0,
    string? Kind = null);

/// <summary>What is stored of a space.</summary>
/// <param name="Epoch">Names this life of its log.</param>
/// <param name="Head">The number of its newest message.</param>
/// <param name="Instances">Who is in it. Those without a last time are connected to other nodes.</param>
/// <param name="Earlier">The epochs that this one goes on from, with the newest number of each; none if it began anew.</param>
internal sealed record SpaceRecord(
    string Epoch, long Head, IReadOnlyList<InstanceRecord> Instances, IReadOnlyDictionary<string, long>? Earlier = null);
