using Liquid.Bases;
using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Spaces;

/// <summary>The circle of instances that see each other; nothing crosses it.</summary>
internal sealed class Space(
    string name,
    SpaceLog log,
    SpaceBases bases,
    IEnumerable<InstanceRecord> instances,
    Action<LogEntry> committed,
    LiquidOptions options,
    TimeProvider time) : ISpaceFollower
{
    private readonly Roster _roster = new(log, instances, options, time);

    public string Name => name;

    public SpaceLog Log => log;

    public SpaceBases Bases => bases;

    /// <summary>Nobody joins it any more; a new one of its name takes its place.</summary>
    public bool IsClosed => _roster.IsClosed;

    /// <summary>Completes when it is closed.</summary>
    public Task WhenClosedAsync => _roster.WhenClosedAsync;

    /// <summary>The number of the newest change of presence.</summary>
    public long PresenceNumber => _roster.PresenceNumber;

    public IReadOnlyList<InstanceInfo> Instances => _roster.Instances;

    /// <summary>Whether it may be given up.</summary>
    public bool IsEmpty => _roster.IsEmpty;

    public IReadOnlyList<Sighting> Sightings => _roster.Sightings;

    bool ISpaceFollower.HasReaders => _roster.HasMembers;

    /// <summary>Lets a connection speak for an instance from now on; an older one is told so and ends.</summary>
    /// <exception cref="StoreUnavailableException">The instance can't be stored now, so it has not joined.</exception>
    public async ValueTask<JoinResult> JoinAsync(Hello hello, ISpaceMember member)
    {
        if (_roster.Reserve(hello, out var instance) is { } refusal)
        {
            return refusal;
        }

        JoinResult? joined = null;
        try
        {
            // What was applied before the last connection ended counts, though its acknowledgement was lost with it.
            var admission = await log.OpenAsync(
                instance.Welcomed(hello),
                log.Place(hello.Epoch, hello.Cursor ?? 0).Applied,
                place => joined = _roster.TakeSeat(instance, hello, member, place));
            return admission switch
            {
                Admission.WrongKey => new JoinResult.WrongKey(),
                Admission.Full => new JoinResult.Full(),
                Admission.Closed => new JoinResult.Closed(),
                _ => joined!,
            };
        }
        finally
        {
            _roster.Withdraw(instance);
        }
    }

    /// <summary>The connection has ended: its instance is away, unless a newer one speaks for it.</summary>
    public void Leave(string id, ISpaceMember member) => _roster.Leave(id, member);

    public void Rename(string id, string name, ISpaceMember member) => _roster.Rename(id, name, member);

    /// <summary>Who is there, and the change behind which others follow: for somebody who looks on without joining.</summary>
    public (IReadOnlyList<InstanceInfo> Instances, PresenceChange Told) Look() => _roster.Look();

    /// <summary>Commits a message and wakes those it is for.</summary>
    /// <param name="from">The instance that sends it, or somebody who is none.</param>
    /// <param name="generation">Which of its connections; 0 for somebody who is none.</param>
    /// <param name="send">What it says about it.</param>
    /// <param name="frame">The body.</param>
    /// <exception cref="StoreUnavailableException">It is not committed; it may be later.</exception>
    public async ValueTask<AppendResult> SendAsync(string from, long generation, Send send, MessageFrame frame)
    {
        if (generation > 0 && _roster.WhyEnded(from, generation) is { } reason)
        {
            return new AppendResult.Ended(reason);
        }

        var asked = send.Ttl is { } seconds && seconds < options.MaxTimeToLive.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : send.Ttl is null ? options.DefaultTimeToLive : options.MaxTimeToLive;
        return await log.AppendAsync(
            new Submission(from, send, frame, asked, _roster.CountOnline(from, send.To), generation));
    }

    /// <summary>Takes an instance out, with what waits for it; its connection ends. False if there is none of that id.</summary>
    /// <exception cref="StoreUnavailableException">It is out, but a restart would bring it back; it is tried again.</exception>
    public async ValueTask<bool> RemoveAsync(string id)
    {
        if (_roster.Remove(id) is not { } generation)
        {
            return false;
        }

        await ForgetAsync(id, generation);
        return true;
    }

    /// <summary>Forgets who was away for too long.</summary>
    public async ValueTask TidyAsync()
    {
        log.Tidy();
        foreach (var (id, generation) in _roster.TakeForgotten())
        {
            await ForgetAsync(id, generation);
        }
    }

    /// <summary>Gives the space up if it has no instances; from then on nobody joins it.</summary>
    public bool TryClose() => _roster.TryClose();

    void ISpaceFollower.Committed(Commit commit)
    {
        log.Committed(commit);
        _roster.Wake(commit.Entry.To);
        committed(commit.Entry);
    }

    void ISpaceFollower.Skipped(long head)
    {
        log.Skipped(head);
        _roster.Wake(EnvelopeRules.Everyone);
    }

    void ISpaceFollower.Changed(InstanceRecord instance) => _roster.Change(instance);

    void ISpaceFollower.Forgotten(string instance) => _roster.Forget(instance);

    void ISpaceFollower.LostLease() => _roster.EndMembers(CloseReason.LostLease);

    void ISpaceFollower.Closed() => _roster.Close();

    private async ValueTask ForgetAsync(string id, long generation)
    {
        await log.ForgetAsync(id, generation);
        _roster.Forgot(id);
    }
}
