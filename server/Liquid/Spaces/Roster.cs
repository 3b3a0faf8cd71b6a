using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Spaces;

/// <summary>
/// Who is in a space, as this node knows it, and what its connections are told of that. In memory and under one lock; the
/// store is asked outside it.
/// </summary>
internal sealed class Roster(SpaceLog log, IEnumerable<InstanceRecord> instances, LiquidOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Instance> _instances =
        instances.ToDictionary(record => record.Id, record => Instance.From(record, time), StringComparer.Ordinal);

    /// <summary>Who was taken out and may still be in the store, with the generation that was.</summary>
    private readonly Dictionary<string, long> _forgotten = new(StringComparer.Ordinal);
    private readonly WakeRounds _rounds = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PresenceChange _presence = PresenceChange.Start();
    private int _online = instances.Count(record => record.LastSeen is null);
    private int _members;
    private ISpaceMember[]? _memberList;
    private bool _isClosed;

    /// <summary>Completes when nobody joins any more.</summary>
    public Task WhenClosedAsync => _closed.Task;

    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _isClosed;
            }
        }
    }

    /// <summary>The number of the newest change.</summary>
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

    /// <summary>Who is there, and when each was last seen here.</summary>
    public IReadOnlyList<Sighting> Sightings
    {
        get
        {
            lock (_lock)
            {
                return [.. _instances.Values.Where(i => i.IsStored).Select(i => new Sighting(i.Info, i.LastSeen))];
            }
        }
    }

    /// <summary>Who is there, and the change behind which others follow.</summary>
    public (IReadOnlyList<InstanceInfo> Instances, PresenceChange Told) Look()
    {
        lock (_lock)
        {
            return (List(), _presence);
        }
    }

    /// <summary>Whether the space may be given up.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _instances.Count == 0 && _forgotten.Count == 0;
            }
        }
    }

    public bool HasMembers => Volatile.Read(ref _members) > 0;

    /// <summary>
    /// Keeps a place for who says hello while the store is asked. Otherwise says why there is none.
    /// </summary>
    public JoinResult? Reserve(Hello hello, out Instance instance)
    {
        lock (_lock)
        {
            if (_instances.TryGetValue(hello.Instance, out var known))
            {
                instance = known;
                if (!known.HasKey(hello.Key))
                {
                    return new JoinResult.WrongKey();
                }
            }
            else
            {
                instance = Instance.From(hello);
                if (_instances.Count >= options.MaxInstancesPerSpace)
                {
                    return new JoinResult.Full();
                }
            }

            if (_isClosed)
            {
                return new JoinResult.Closed();
            }

            // Not forgotten while the store is asked.
            _instances[instance.Id] = instance;
            instance.See(time);
            _forgotten.Remove(instance.Id);
            return null;
        }
    }

    /// <summary>Gives the place of one who never came back to the others.</summary>
    public void Withdraw(Instance instance)
    {
        lock (_lock)
        {
            if (!instance.IsStored && _instances.GetValueOrDefault(instance.Id) == instance)
            {
                _instances.Remove(instance.Id);
            }
        }
    }

    /// <summary>Lets a connection speak for an instance from now on; an older one is told so and ends.</summary>
    public JoinResult TakeSeat(Instance reserved, Hello hello, ISpaceMember member, ReaderPlace place)
    {
        lock (_lock)
        {
            if (!_instances.TryGetValue(reserved.Id, out var instance))
            {
                _instances[reserved.Id] = instance = reserved;
            }

            if (place.Generation < instance.Generation)
            {
                return new JoinResult.Replaced();
            }

            var before = instance.IsStored ? instance.Info : null;
            Count(instance, -1);
            instance.Member?.End(CloseReason.Replaced);
            instance.Member = member;
            instance.IsElsewhere = false;
            instance.Generation = place.Generation;
            instance.Name = hello.Name;
            instance.Page = hello.Page;
            instance.Kind = hello.Kind;
            Count(instance, 1);
            TellDifference(before, instance);
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
                Count(instance, -1);
                instance.Member = null;
                instance.See(time);
                log.Describe(instance.Record);
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
                log.Describe(instance.Record);
                Tell("renamed", instance);
            }
        }
    }

    /// <summary>Takes an instance out; its connection ends. The generation that was; none if it is not there.</summary>
    public long? Remove(string id)
    {
        lock (_lock)
        {
            if (!_instances.TryGetValue(id, out var instance) || !instance.IsStored)
            {
                return null;
            }

            Remove(instance);
            return _forgotten[id] = instance.Generation;
        }
    }

    /// <summary>Takes out who was away for too long. Also those that the store could not forget the last time.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> TakeForgotten()
    {
        lock (_lock)
        {
            foreach (var instance in _instances.Values.Where(IsForgotten).ToList())
            {
                Remove(instance);
                _forgotten[instance.Id] = instance.Generation;
            }

            return [.. _forgotten];
        }
    }

    /// <summary>The store has forgotten it too.</summary>
    public void Forgot(string id)
    {
        lock (_lock)
        {
            _forgotten.Remove(id);
        }
    }

    /// <summary>Gives the space up if it has no instances; from then on nobody joins it.</summary>
    public bool TryClose()
    {
        lock (_lock)
        {
            _isClosed = _instances.Count == 0 && _forgotten.Count == 0;
            if (_isClosed)
            {
                _closed.TrySetResult();
            }

            return _isClosed;
        }
    }

    /// <summary>Another node gave the space up.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _closed.TrySetResult();
            EndMembers(CloseReason.LostLease);
            _instances.Clear();
            _forgotten.Clear();
            (_online, _members, _memberList) = (0, 0, null);
        }
    }

    /// <summary>Takes over what another node stored of an instance.</summary>
    public void Change(InstanceRecord record)
    {
        lock (_lock)
        {
            if (_forgotten.TryGetValue(record.Id, out var forgotten) && record.Generation <= forgotten)
            {
                return;
            }

            _forgotten.Remove(record.Id);
            if (!_instances.TryGetValue(record.Id, out var instance))
            {
                _instances[record.Id] = instance = Instance.From(record, time);
                Count(instance, 1);
                TellDifference(null, instance);
            }
            else if (record.Generation > instance.Generation)
            {
                // Its newest connection is with another node.
                Take(instance, record, CloseReason.Replaced);
            }
            else if (record.Generation == instance.Generation && (instance.Member is null || record.LastSeen is not null))
            {
                // If it is connected here: the others took this node for dead.
                Take(instance, record, CloseReason.LostLease);
            }
        }
    }

    /// <summary>Another node removed an instance.</summary>
    public void Forget(string id)
    {
        lock (_lock)
        {
            if (_instances.TryGetValue(id, out var instance) && instance.IsStored)
            {
                Remove(instance);
            }
        }
    }

    public void EndMembers(CloseReason reason)
    {
        lock (_lock)
        {
            foreach (var instance in _instances.Values)
            {
                instance.Member?.End(reason);
            }
        }
    }

    /// <summary>Why a connection does not speak for an instance any more; <see langword="null"/> if it does.</summary>
    public CloseReason? WhyEnded(string id, long generation)
    {
        lock (_lock)
        {
            return !_instances.TryGetValue(id, out var instance) ? CloseReason.Removed
                : generation < instance.Generation ? CloseReason.Replaced
                : null;
        }
    }

    public int CountOnline(string from, string to)
    {
        lock (_lock)
        {
            return to == EnvelopeRules.Everyone
                ? _online - (IsOnline(from) ? 1 : 0)
                : IsOnline(to) ? 1 : 0;
        }
    }

    /// <summary>Lets the connections of an instance, or of all, look for what there is to deliver.</summary>
    public void Wake(string to)
    {
        if (to == EnvelopeRules.Everyone)
        {
            _rounds.Begin(Members);
            return;
        }

        lock (_lock)
        {
            if (_instances.TryGetValue(to, out var target))
            {
                target.Member?.Wake();
            }
        }
    }

    private void Take(Instance instance, InstanceRecord record, CloseReason reason)
    {
        var before = instance.IsStored ? instance.Info : null;
        Count(instance, -1);
        instance.Member?.End(reason);
        instance.Take(record, time);
        Count(instance, 1);
        TellDifference(before, instance);
    }

    private void Remove(Instance instance)
    {
        _instances.Remove(instance.Id);
        Count(instance, -1);
        instance.Member?.End(CloseReason.Removed);
        instance.Member = null;
        instance.IsElsewhere = false;
        Tell("forgotten", instance);
    }

    /// <summary>Before and after a change of who is connected.</summary>
    private void Count(Instance instance, int by)
    {
        _online += instance.IsOnline ? by : 0;
        _members += instance.Member is null ? 0 : by;
        _memberList = null;
    }

    private bool IsForgotten(Instance instance) =>
        instance is { IsOnline: false, IsStored: true } && instance.Absence(time) >= options.ForgetAfter;

    private bool IsOnline(string id) => _instances.TryGetValue(id, out var instance) && instance.IsOnline;

    private void TellDifference(InstanceInfo? before, Instance instance)
    {
        if (before is null || before.Online != instance.IsOnline)
        {
            Tell(instance.IsOnline ? "joined" : "left", instance);
        }
        else if (before != instance.Info)
        {
            Tell("renamed", instance);
        }
    }

    private void Tell(string change, Instance instance)
    {
        _presence = _presence.Append(change, instance.Info);
        _rounds.Begin(Members);
    }

    private ISpaceMember[] Members()
    {
        lock (_lock)
        {
            return _memberList ??= [.. _instances.Values.Select(instance => instance.Member).OfType<ISpaceMember>()];
        }
    }

    private InstanceInfo[] List() =>
        [.. _instances.Values.Where(instance => instance.IsStored).Select(instance => instance.Info)];
}
