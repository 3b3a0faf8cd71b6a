using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Spaces;

/// <summary>The circle of instances that see each other; nothing crosses it.</summary>
internal sealed class Space
{
    private readonly Lock _lock = new();
    private readonly SpaceLog _log;
    private readonly LiquidOptions _options;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Instance> _instances;
    private readonly HashSet<string> _forgotten = [];
    private PresenceChange _presence = PresenceChange.Start();
    private int _online;
    private bool _closed;

    /// <param name="log">Its log.</param>
    /// <param name="instances">Who was in it when the relay ended; all of them are away.</param>
    /// <param name="options">The relay's options.</param>
    /// <param name="time">The clock.</param>
    public Space(SpaceLog log, IEnumerable<InstanceRecord> instances, LiquidOptions options, TimeProvider time)
    {
        (_log, _options, _time) = (log, options, time);
        _instances = instances.ToDictionary(record => record.Id, record => Instance.From(record, time.GetUtcNow()));
    }

    public SpaceLog Log => _log;

    /// <summary>Nobody joins it any more; a new one of its name takes its place.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _closed;
            }
        }
    }

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
    /// <exception cref="StoreUnavailableException">The instance can't be stored now, so it has not joined.</exception>
    public async ValueTask<JoinResult> JoinAsync(Hello hello, ISpaceMember member)
    {
        Instance? instance;
        var isNew = false;
        lock (_lock)
        {
            if (_closed)
            {
                return new JoinResult.Closed();
            }

            if (!_instances.TryGetValue(hello.Instance, out instance))
            {
                if (_instances.Count >= _options.MaxInstancesPerSpace)
                {
                    return new JoinResult.Full();
                }

                (instance, isNew) = (Instance.From(hello), true);
                _instances[instance.Id] = instance;
            }
            else if (!instance.HasKey(hello.Key))
            {
                return new JoinResult.WrongKey();
            }

            // Not forgotten while the store is asked.
            instance.LastSeen = _time.GetUtcNow();
            _forgotten.Remove(instance.Id);
        }

        ReaderPlace place;
        try
        {
            // What was applied before the last connection ended counts, though its acknowledgement was lost with it.
            place = await _log.OpenAsync(instance.Welcomed(hello), hello.Epoch == _log.Epoch ? hello.Cursor : 0);
        }
        catch (StoreUnavailableException) when (isNew)
        {
            Withdraw(instance);
            throw;
        }

        lock (_lock)
        {
            _instances[instance.Id] = instance;
            TakeSeat(instance, hello, member);
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
                instance.LastSeen = _time.GetUtcNow();
                _online--;
                _log.Describe(instance.Record);
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
                _log.Describe(instance.Record);
                Tell("renamed", instance);
            }
        }
    }

    /// <summary>Commits a message and wakes those it is for.</summary>
    /// <exception cref="StoreUnavailableException">It is not committed; it may be later.</exception>
    public async ValueTask<AppendResult> SendAsync(string from, Send send, MessageFrame frame)
    {
        var asked = send.Ttl is { } seconds && seconds < _options.MaxTimeToLive.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : send.Ttl is null ? _options.DefaultTimeToLive : _options.MaxTimeToLive;
        var submission = new Submission(from, send, frame, asked, CountOnline(from, send.To));
        return await _log.AppendAsync(submission, entry => WakeTargets(entry.To));
    }

    /// <summary>Takes an instance out, with what waits for it; its connection ends. False if there is none of that id.</summary>
    /// <exception cref="StoreUnavailableException">It is out, but a restart would bring it back; it is tried again.</exception>
    public async ValueTask<bool> RemoveAsync(string id)
    {
        lock (_lock)
        {
            if (!_instances.Remove(id, out var instance))
            {
                return false;
            }

            if (instance.Member is { } member)
            {
                instance.Member = null;
                _online--;
                member.End(CloseReason.Removed);
            }

            _forgotten.Add(id);
            Tell("forgotten", instance);
        }

        await ForgetAsync(id);
        return true;
    }

    /// <summary>Forgets who was away for too long.</summary>
    public async ValueTask TidyAsync()
    {
        _log.Tidy();
        foreach (var id in TakeForgotten())
        {
            await ForgetAsync(id);
        }
    }

    /// <summary>Gives the space up if it has no instances; from then on nobody joins it.</summary>
    public bool TryClose()
    {
        lock (_lock)
        {
            return _closed = _instances.Count == 0 && _forgotten.Count == 0;
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

    /// <summary>Also those that the store could not forget the last time.</summary>
    private string[] TakeForgotten()
    {
        lock (_lock)
        {
            var limit = _time.GetUtcNow() - _options.ForgetAfter;
            foreach (var instance in _instances.Values.Where(i => i.Member is null && i.LastSeen <= limit).ToList())
            {
                _instances.Remove(instance.Id);
                _forgotten.Add(instance.Id);
                Tell("forgotten", instance);
            }

            return [.. _forgotten];
        }
    }

    private async ValueTask ForgetAsync(string id)
    {
        await _log.ForgetAsync(id);
        lock (_lock)
        {
            _forgotten.Remove(id);
        }
    }

    /// <summary>Takes a new instance back out that could not be stored.</summary>
    private void Withdraw(Instance instance)
    {
        lock (_lock)
        {
            if (instance.Member is null)
            {
                _instances.Remove(instance.Id);
            }
        }
    }

    private InstanceInfo[] List() => [.. _instances.Values.Select(instance => instance.Info)];
}
