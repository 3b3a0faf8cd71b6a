using System.Net;
using Microsoft.Extensions.Options;

namespace Liquid.Quotas;

/// <summary>How many connections are open, by address and by space.</summary>
internal sealed class OpenPlaces(IOptions<LiquidOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private readonly Dictionary<string, int> _bySpace = new(StringComparer.Ordinal);

    /// <summary>Takes a place for a connection, which gives it back when it is disposed.</summary>
    /// <returns><see langword="null"/> with the name of the option that allows no more.</returns>
    public IDisposable? TryTake(IPAddress address, string space, out string? full)
    {
        lock (_lock)
        {
            full = _byAddress.GetValueOrDefault(address) >= options.Value.MaxConnectionsPerAddress
                ? nameof(LiquidOptions.MaxConnectionsPerAddress)
                : _bySpace.GetValueOrDefault(space) >= options.Value.MaxConnectionsPerSpace
                    ? nameof(LiquidOptions.MaxConnectionsPerSpace)
                    : null;
            if (full is not null)
            {
                return null;
            }

            _byAddress[address] = _byAddress.GetValueOrDefault(address) + 1;
            _bySpace[space] = _bySpace.GetValueOrDefault(space) + 1;
            return new Taken(this, address, space);
        }
    }

    private void GiveBack(IPAddress address, string space)
    {
        lock (_lock)
        {
            Less(_byAddress, address);
            Less(_bySpace, space);
        }
    }

    private static void Less<T>(Dictionary<T, int> counts, T key) where T : notnull
    {
        if (--counts[key] == 0)
        {
            counts.Remove(key);
        }
    }

    private sealed class Taken(OpenPlaces places, IPAddress address, string space) : IDisposable
    {
        public void Dispose() => places.GiveBack(address, space);
    }
}
