namespace Liquid.Messages;

/// <summary>What an instance says to the relay, as PROTOCOL.md describes it.</summary>
internal abstract record InstanceMessage;

internal sealed record Hello(
    long[] Versions,
    string Instance,
    string Key,
    string Name,
    string Page,
    long? Cursor = null,
    string? Epoch = null,
    string? Kind = null) : InstanceMessage;

internal sealed record Rename(string Name) : InstanceMessage;

internal sealed record Send(long Id, string To, string Kind, long? Re = null, long? Ttl = null, string? Base = null)
    : InstanceMessage;

internal sealed record Ack(long Cursor) : InstanceMessage;

/// <summary>An instance hands over a base; its bytes are the body.</summary>
internal sealed record Base(string Fingerprint) : InstanceMessage;

/// <summary>An instance asks for a base.</summary>
internal sealed record Fetch(string Fingerprint) : InstanceMessage;

internal sealed record Ping : InstanceMessage;

/// <summary>A frame that is no envelope, or one with wrong members.</summary>
internal sealed record Malformed(string Problem) : InstanceMessage;

/// <summary>An envelope of a type that this version does not know.</summary>
internal sealed record UnknownType(string Type) : InstanceMessage;
