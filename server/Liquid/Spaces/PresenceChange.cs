using Liquid.Messages;

namespace Liquid.Spaces;

/// <summary>
/// One change of who is there, chained to the next. Each connection holds the last change it has told, so a change is
/// written once for all, and is garbage as soon as everybody has passed it.
/// </summary>
internal sealed class PresenceChange(long number, string about, byte[] frame)
{
    private volatile PresenceChange? _next;
    private TaskCompletionSource? _followed;

    public static PresenceChange Start() => new(0, "", []);

    /// <summary>Counts the changes of the space.</summary>
    public long Number { get; } = number;

    /// <summary>The instance that changed; it is not told itself.</summary>
    public string About { get; } = about;

    public byte[] Frame { get; } = frame;

    public PresenceChange? Next => _next;

    public PresenceChange Append(string change, InstanceInfo instance)
    {
        var next = new PresenceChange(Number + 1, instance.Id, EnvelopeWriter.Write(new Presence(change, instance)));
        _next = next;

        // Whoever begins to wait sees the next change, or is seen here.
        Interlocked.MemoryBarrier();
        _followed?.TrySetResult();
        return next;
    }

    /// <summary>Completes when there is a next one. For onlookers: the connections of instances are woken.</summary>
    public Task WhenFollowedAsync()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var followed = Interlocked.CompareExchange(ref _followed, mine, null) ?? mine;
        if (_next is not null)
        {
            followed.TrySetResult();
        }

        return followed.Task;
    }
}
