using System.Text.Json.Serialization;

namespace Liquid.Messages;

/// <summary>What the relay says to an instance, as PROTOCOL.md describes it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Present), "present")]
[JsonDerivedType(typeof(Presence), "presence")]
[JsonDerivedType(typeof(Sent), "sent")]
[JsonDerivedType(typeof(Message), "message")]
[JsonDerivedType(typeof(KnownBase), "base")]
[JsonDerivedType(typeof(StoredBase), "stored")]
[JsonDerivedType(typeof(Error), "error")]
[JsonDerivedType(typeof(Pong), "pong")]
internal abstract record RelayMessage;

internal sealed record Welcome(
    int Version,
    string Epoch,
    long Cursor,
    bool Resumed,
    long Accepted,
    string Instance,
    IReadOnlyList<InstanceInfo> Instances,
    Limits Limits,
    string? Lacks = null) : RelayMessage;

/// <param name="Body">The largest body, in bytes.</param>
/// <param name="Base">The largest base, in bytes.</param>
/// <param name="Idle">Seconds of silence after which the relay closes.</param>
/// <param name="Name">The longest name, in UTF-16 code units.</param>
internal sealed record Limits(int Body, int Base, int Idle, int Name);

/// <summary>Who is in the space: what an onlooker is told first.</summary>
internal sealed record Present(IReadOnlyList<InstanceInfo> Instances) : RelayMessage;

internal sealed record Presence(string Change, InstanceInfo Instance) : RelayMessage;

/// <summary>A message is committed; <c>Lacks</c> is the fingerprint of the base that it names, if the relay does not have it.</summary>
internal sealed record Sent(
    long Id, long? Number = null, int? Targets = null, int? Online = null, string? Lacks = null) : RelayMessage;

internal sealed record Message(long Number, string From, long Id, string Kind, string At, long? Re = null) : RelayMessage;

/// <summary>A base that was asked for; its bytes are the body.</summary>
internal sealed record KnownBase(string Fingerprint) : RelayMessage;

/// <summary>A base that was handed over is committed.</summary>
internal sealed record StoredBase(string Fingerprint) : RelayMessage;

internal sealed record Error(
    string Code,
    [property: JsonPropertyName("message")] string Text,
    long? Id = null,
    bool Retryable = false,
    int? RetryAfterMs = null,
    string? Fingerprint = null) : RelayMessage;

internal sealed record Pong : RelayMessage;

/// <summary>One instance as the others of its space see it; <c>LastSeen</c> while it is away.</summary>
internal sealed record InstanceInfo(
    string Id, string Name, string Page, bool Online, string? Kind = null, string? LastSeen = null);

/// <summary>The answer to a message that came over HTTP: the members of <see cref="Sent"/> but for the id.</summary>
internal sealed record Posted(long Number, int Targets, int Online);
