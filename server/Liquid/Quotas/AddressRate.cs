using System.Net;

namespace Liquid.Quotas;

/// <summary>How often something may be done from one address: as often at once as a period allows, then as that comes back.</summary>
internal sealed class AddressRate(int most, TimeSpan period, TimeProvider time)
{
    /// <summary>How many addresses are remembered; beyond them, nobody new is let through before some have rested.</summary>
    private const int MostAddresses = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (double Left, long At)> _left = [];
    private int _sweepAt = 1000;
    private long _sweptAt = long.MinValue;

    /// <summary>Takes one; otherwise says how long until the next.</summary>
    public bool TryTake(IPAddress address, out TimeSpan wait)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (!_left.ContainsKey(address) && !HasRoom(now))
            {
                wait = period / most;
                return false;
            }

            var left = LeftOf(address, now);
            wait = left >= 1 ? TimeSpan.Zero : (1 - left) * period / most;
            _left[address] = (left >= 1 ? left - 1 : left, now);
            return left >= 1;
        }
    }

    /// <summary>Gives one back: what it was taken for was no harm.</summary>
    public void GiveBack(IPAddress address)
    {
        lock (_lock)
        {
            if (_left.TryGetValue(address, out var entry))
            {
                _left[address] = (Math.Min(most, entry.Left + 1), entry.At);
            }
        }
    }

    private double LeftOf(IPAddress address, long now) => _left.TryGetValue(address, out var entry)
        ? Math.Min(most, entry.Left + (time.GetElapsedTime(entry.At, now) / period * most))
        : most;

    /// <summary>Who has rested is as good as never seen.</summary>
    private bool HasRoom(long now)
    {
        // Looking at so many takes a while: not again before some can have rested.
        if (_left.Count >= _sweepAt && (_sweptAt == long.MinValue || time.GetElapsedTime(_sweptAt, now) >= period / most))
        {
            _sweptAt = now;
            foreach (var address in _left.Keys.Where(address => LeftOf(address, now) >= most).ToList())
            {
                _left.Remove(address);
            }

            _sweepAt = Math.Clamp(_left.Count * 2, 1000, MostAddresses);
        }

        return _left.Count < MostAddresses;
    }
}
