using Liquid.Log;
using Liquid.Messages;

namespace Liquid.Spaces;

/// <summary>The circle of instances that see each other; nothing crosses it.</summary>
internal sealed class Space(ISpaceLog log, LiquidOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Instance> _instances = [];
    private PresenceChange _presence = PresenceChange.Start();
    private int _online;
    private bool _closed;

    public ISpaceLog Log => log;

    /// <summary>The number of the newest change of presence.</summary>
    public long PresenceNumber => Volatile.Read(ref _presence).Number;

    public IReadOnlyList<InstanceInfo> Instances
    {
        get
        {
            lock (_lock)
            {
                return List();
            }
        }
    }

    /// <summary>Lets a connection speak for an instance from now on; an older one is told so and ends.</summary>
    public async ValueTask<JoinResult> JoinAsync(Hello hello, ISpaceMember member)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return new JoinResult.Closed();
            }

            if (_instances.TryGetValue(hello.Instance, out var known))
            {
                if (!known.HasKey(hello.Key))
                {
                    return new JoinResult.WrongKey();
                }

                // Not forgotten while the log is asked.
                known.LastSeen = time.GetUtcNow();
            }
            else if (_instances.Count >= options.MaxInstancesPerSpace)
            {
                return new JoinResult.Full();
            }
            else
            {
                _instances[hello.Instance] = new Instance(hello) { LastSeen = time.GetUtcNow() };
            }
        }

        var place = await log.OpenAsync(hello.Instance);
        if (hello.Epoch == log.Epoch && hello.Cursor > place.Cursor && hello.Cursor <= place.Head)
        {
            // Applied before the last connection ended, but the acknowledgement was lost with it.
            await log.AcknowledgeAsync(hello.Instance, hello.Cursor);
            place = place with { Cursor = hello.Cursor };
        }

        lock (_lock)
        {
            TakeSeat(_instances[hello.Instance], hello, member);
            return new JoinResult.Joined(place, List(), _presence);
        }
    }

    /// <summary>The connection has ended: its instance is away, unless a newer one speaks for it.</summary>
    public void Leave(string id, ISpaceMember member)
    {
        lock (_lock)
        {
            if (_instances.TryGetValue(id, out var instance) && instance.Member == member)
            {
                instance.Member = null;
                instance.LastSeen = time.GetUtcNow();
                _online--;
                Tell("left", instance);
            }
        }
    }

    public void Rename(string id, string name, ISpaceMember member)
    {
        lock (_lock)
        {
            if (_instances.TryGetValue(id, out var instance) && instance.Member == member && instance.Name != name)
            {
                instance.Name = name;
                Tell("renamed", instance);
            }
        }
    }

    /// <summary>Commits a message and wakes those it is for.</summary>
    public async ValueTask<AppendResult> SendAsync(string from, Send send, MessageFrame frame)
    {
        var asked = send.Ttl is { } seconds && seconds < options.MaxTimeToLive.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : send.Ttl is null ? options.DefaultTimeToLive : options.MaxTimeToLive;
        var result = await log.AppendAsync(new Submission(from, send, frame, asked, CountOnline(from, send.To)));
        if (result is AppendResult.Committed)
        {
            WakeTargets(send.To);
        }

        return result;
    }

    /// <summary>Drops what is too old, and forgets who was away for too long.</summary>
    public async ValueTask TidyAsync()
    {
        foreach (var id in TakeForgotten())
        {
            await log.ForgetAsync(id);
        }

        await log.ExpireAsync();
    }

    /// <summary>Gives the space up if it has no instances; from then on nobody joins it.</summary>
    public bool TryClose()
    {
        lock (_lock)
        {
            return _closed = _instances.Count == 0;
        }
    }

    private void TakeSeat(Instance instance, Hello hello, ISpaceMember member)
    {
        var before = instance.Info;
        instance.Member?.End(CloseReason.Replaced);
        instance.Member = member;
        instance.Name = hello.Name;
        instance.Page = hello.Page;
        if (!before.Online)
        {
            _online++;
            Tell("joined", instance);
        }
        else if (before != instance.Info)
        {
            Tell("renamed", instance);
        }
    }

    private void Tell(string change, Instance instance)
    {
        _presence = _presence.Append(change, instance.Info);
        WakeAll();
    }

    private void WakeTargets(string to)
    {
        lock (_lock)
        {
            if (to == EnvelopeRules.Everyone)
            {
                WakeAll();
            }
            else if (_instances.TryGetValue(to, out var target))
            {
                target.Member?.Wake();
            }
        }
    }

    private void WakeAll()
    {
        foreach (var instance in _instances.Values)
        {
            instance.Member?.Wake();
        }
    }

    private int CountOnline(string from, string to)
    {
        lock (_lock)
        {
            return to == EnvelopeRules.Everyone ? _online - (IsOnline(from) ? 1 : 0) : IsOnline(to) ? 1 : 0;
        }
    }

    private bool IsOnline(string id) => _instances.TryGetValue(id, out var instance) && instance.Member is not null;

    private List<string> TakeForgotten()
    {
        lock (_lock)
        {
            var limit = time.GetUtcNow() - options.ForgetAfter;
            var forgotten = _instances.Values.Where(i => i.Member is null && i.LastSeen <= limit).ToList();
            foreach (var instance in forgotten)
            {
                _instances.Remove(instance.Id);
                Tell("forgotten", instance);
            }

            return forgotten.ConvertAll(instance => instance.Id);
        }
    }

    private InstanceInfo[] List() => [.. _instances.Values.Select(instance => instance.Info)];
}
