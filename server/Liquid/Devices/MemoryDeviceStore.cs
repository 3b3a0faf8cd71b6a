using System.Threading.Channels;

namespace Liquid.Devices;

/// <summary>Devices that a restart forgets, as their spaces are.</summary>
internal sealed class MemoryDeviceStore : IDeviceStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Device> _devices = [];
    private readonly Dictionary<string, Invitation> _invitations = [];
    private readonly List<string> _keys = [];
    private readonly Channel<DeviceEnd> _ended = Channel.CreateUnbounded<DeviceEnd>();

    public ChannelReader<DeviceEnd> Ended => _ended.Reader;

    public ValueTask AddAsync(Device device)
    {
        lock (_lock)
        {
            _devices.Add(device.Id, device);
        }

        return default;
    }

    public ValueTask<Device?> FindAsync(string id)
    {
        lock (_lock)
        {
            return new(_devices.GetValueOrDefault(id));
        }
    }

    public ValueTask<IReadOnlyList<Device>> ListAsync(string space)
    {
        lock (_lock)
        {
            return new([.. _devices.Values.Where(d => d.Space == space).OrderBy(d => d.Added).ThenBy(d => d.Id, StringComparer.Ordinal)]);
        }
    }

    public ValueTask DescribeAsync(string id, string name, DateTimeOffset seen)
    {
        lock (_lock)
        {
            if (_devices.TryGetValue(id, out var device))
            {
                _devices[id] = device with { Name = name, Seen = seen };
            }
        }

        return default;
    }

    public ValueTask<bool> RemoveAsync(string space, DeviceEnd end)
    {
        lock (_lock)
        {
            if (!_devices.TryGetValue(end.Id, out var device) || device.Space != space)
            {
                return new(false);
            }

            _devices.Remove(end.Id);
            _invitations.Remove(end.Id);
        }

        _ended.Writer.TryWrite(end);
        return new(true);
    }

    public ValueTask InviteAsync(string device, byte[] codeHash, DateTimeOffset expires)
    {
        lock (_lock)
        {
            _invitations[device] = new(Convert.ToHexString(codeHash), expires);
        }

        return default;
    }

    public ValueTask<Device?> RedeemAsync(byte[] codeHash, Device newcomer)
    {
        lock (_lock)
        {
            var code = Convert.ToHexString(codeHash);
            var (host, invitation) = _invitations.FirstOrDefault(pair => pair.Value.Code == code);
            if (invitation is null || invitation.Expires <= newcomer.Added
                || invitation.Expires > newcomer.Added + PairingCode.Lifetime || !_devices.TryGetValue(host, out var device))
            {
                return default;
            }

            _invitations.Remove(host);
            return new(_devices[newcomer.Id] = newcomer with { Space = device.Space });
        }
    }

    public ValueTask<IReadOnlyList<string>> KeysAsync()
    {
        lock (_lock)
        {
            return new([.. _keys]);
        }
    }

    public ValueTask AddKeyAsync(string key, bool isFirst)
    {
        lock (_lock)
        {
            if (!isFirst || _keys.Count == 0)
            {
                _keys.Add(key);
            }
        }

        return default;
    }

    public ValueTask TidyAsync(DateTimeOffset now, DateTimeOffset neverCame, DateTimeOffset notSeen)
    {
        lock (_lock)
        {
            foreach (var (host, invitation) in _invitations)
            {
                if (invitation.Expires <= now)
                {
                    _invitations.Remove(host);
                }
            }

            foreach (var (id, device) in _devices)
            {
                if (device.Seen is { } seen ? seen <= notSeen : device.Added <= neverCame)
                {
                    _devices.Remove(id);
                    _invitations.Remove(id);
                }
            }
        }

        return default;
    }

    private sealed record Invitation(string Code, DateTimeOffset Expires);
}
