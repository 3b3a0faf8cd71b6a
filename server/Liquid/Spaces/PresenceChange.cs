using Liquid.Messages;

namespace Liquid.Spaces;

/// <summary>
/// One change of who is there, chained to the next. Each connection holds the last change it has told, so a change is
/// written once for all, and is garbage as soon as everybody has passed it.
/// </summary>
internal sealed class PresenceChange(long number, string about, byte[] frame)
{
    private volatile PresenceChange? _next;

    public static PresenceChange Start() => new(0, "", []);

    /// <summary>Counts the changes of the space.</summary>
    public long Number { get; } = number;

    /// <summary>The instance that changed; it is not told itself.</summary>
    public string About { get; } = about;

    public byte[] Frame { get; } = frame;

    public PresenceChange? Next => _next;

    public PresenceChange Append(string change, InstanceInfo instance) =>
        _next = new PresenceChange(Number + 1, instance.Id, EnvelopeWriter.Write(new Presence(change, instance)));
}
