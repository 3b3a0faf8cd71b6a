using Liquid.Messages;

namespace Liquid.Devices;

/// <summary>What devices have open here, so that it ends when they do.</summary>
internal sealed class Visits
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<Visit>> _visits = [];

    /// <summary>
    /// From now on a device's end reaches the visit. Opened before the device is looked up: so no end falls between the two.
    /// </summary>
    public Visit Open(string device)
    {
        var visit = new Visit(this, device);
        lock (_lock)
        {
            if (!_visits.TryGetValue(device, out var visits))
            {
                _visits[device] = visits = [];
            }

            visits.Add(visit);
        }

        return visit;
    }

    public bool IsOpen(string device)
    {
        lock (_lock)
        {
            return _visits.ContainsKey(device);
        }
    }

    public void End(DeviceEnd end)
    {
        Visit[] visits;
        lock (_lock)
        {
            visits = _visits.TryGetValue(end.Id, out var open) ? [.. open] : [];
        }

        Array.ForEach(visits, visit => visit.End(end.Moved ? CloseReason.Ticket : CloseReason.DeviceRemoved));
    }

    public void Close(Visit visit)
    {
        lock (_lock)
        {
            if (_visits.TryGetValue(visit.Device, out var visits) && visits.Remove(visit) && visits.Count == 0)
            {
                _visits.Remove(visit.Device);
            }
        }
    }
}

/// <summary>One connection of a device.</summary>
internal sealed class Visit(Visits visits, string device) : IDisposable
{
    private readonly Lock _lock = new();
    private CloseReason? _reason;
    private Action<CloseReason>? _end;
    private Action<string>? _welcome;

    public string Device => device;

    /// <summary>What its end does; at once if it has ended.</summary>
    public void OnEnd(Action<CloseReason> end)
    {
        lock (_lock)
        {
            _end = end;
            if (_reason is null)
            {
                return;
            }
        }

        end(_reason);
    }

    /// <summary>What its instance's name is told to when it is welcomed.</summary>
    public void OnWelcome(Action<string> welcome) => _welcome = welcome;

    public void Welcome(string name) => _welcome?.Invoke(name);

    public void End(CloseReason reason)
    {
        Action<CloseReason>? end;
        lock (_lock)
        {
            _reason ??= reason;
            end = _end;
        }

        end?.Invoke(reason);
    }

    public void Dispose() => visits.Close(this);
}
