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
    /// <returns><see langword="null"/> if <see cref="LiquidOptions.MaxConnectionsPerAddress"/> allows no more.</returns>
    public OpenPlace? TryTake(IPAddress address)
    {
        lock (_lock)
        {
            return TryAdd(_byAddress, address, options.Value.MaxConnectionsPerAddress) ? new OpenPlace(this, address) : null;
        }
    }

    /// <summary>False if <see cref="LiquidOptions.MaxConnectionsPerSpace"/> allows no more.</summary>
    public bool TryEnter(string space)
    {
        lock (_lock)
        {
            return TryAdd(_bySpace, space, options.Value.MaxConnectionsPerSpace);
        }
    }

    public void GiveBack(IPAddress address, string? space)
    {
        lock (_lock)
        {
            Less(_byAddress, address);
            if (space is not null)
            {
                Less(_bySpace, space);
            }
        }
    }

    private static bool TryAdd<T>(Dictionary<T, int> counts, T key, int most) where T : notnull
    {
        var count = counts.GetValueOrDefault(key);
        if (count >= most)
        {
            return false;
        }

        counts[key] = count + 1;
        return true;
    }

    private static void Less<T>(Dictionary<T, int> counts, T key) where T : notnull
    {
        if (--counts[key] == 0)
        {
            counts.Remove(key);
        }
    }
}

/// <summary>The place of one connection: with its address from the first moment, in a space once it is known which.</summary>
internal sealed class OpenPlace(OpenPlaces places, IPAddress address) : IDisposable
{
    private string? _space;
    private bool _isGivenBack;

    /// <summary>False if <see cref="LiquidOptions.MaxConnectionsPerSpace"/> allows no more.</summary>
    public bool TryEnter(string space)
    {
        if (!places.TryEnter(space))
        {
            return false;
        }

        _space = space;
        return true;
    }

    public void Dispose()
    {
        if (!_isGivenBack)
        {
            _isGivenBack = true;
            places.GiveBack(address, _space);
        }
    }
}
