using System.Text.Json;
using Liquid.Spaces;
using Liquid.Stores;

namespace Liquid.Dashboard;

/// <summary>
/// The spaces as they are now, as JSON, and which of them changed when. The store is asked only about those in which something
/// happened or something waits.
/// </summary>
internal sealed class SpacesView(SpaceRegistry registry, IStore store)
{
    /// <summary>How many spaces are shown: those with the most instances online.</summary>
    private const int MostSpaces = 100;

    private const int MostMessages = 50;

    private readonly Dictionary<string, Shown> _shown = new(StringComparer.Ordinal);

    /// <summary>How many spaces are not shown.</summary>
    public int More { get; private set; }

    /// <summary>All that are shown, with the version in which each changed.</summary>
    public IEnumerable<KeyValuePair<string, Shown>> All => _shown;

    /// <summary>Looks at all spaces; what changed gets this version.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be asked now; what could be looked at is.</exception>
    public async Task RefreshAsync(long version)
    {
        var all = registry.All.Select(pair => (pair.Key, Space: pair.Value, pair.Value.Sightings)).ToList();
        var chosen = all
            .OrderByDescending(one => one.Sightings.Count(sighting => sighting.Instance.Online))
            .ThenByDescending(one => one.Sightings.Select(sighting => sighting.LastSeen).DefaultIfEmpty().Max())
            .Take(MostSpaces)
            .ToDictionary(one => one.Key, one => (one.Space, one.Sightings), StringComparer.Ordinal);
        More = all.Count - chosen.Count;
        foreach (var name in _shown.Keys.Where(name => !chosen.ContainsKey(name)).ToList())
        {
            _shown.Remove(name);
        }

        foreach (var (name, (space, sightings)) in chosen)
        {
            await RefreshAsync(name, space, sightings, version);
        }
    }

    private async ValueTask RefreshAsync(string name, Space space, IReadOnlyList<Sighting> sightings, long version)
    {
        var known = _shown.GetValueOrDefault(name);
        var marks = (space, space.Log.Head, space.PresenceNumber);
        if (known is { Waiting.Count: 0 } && known.Marks == marks)
        {
            return;
        }

        var waiting = await store.WaitingAsync(name, MostMessages);
        var json = JsonSerializer.SerializeToUtf8Bytes(SpaceState.Of(name, sightings, waiting), DashboardJson.Plain.SpaceState);
        _shown[name] = known is not null && json.AsSpan().SequenceEqual(known.Json)
            ? known with { Marks = marks, Waiting = waiting }
            : new(json, version, waiting, marks);
    }

    /// <param name="Json">The space, written.</param>
    /// <param name="Version">The version in which it changed.</param>
    /// <param name="Waiting">What waits in it.</param>
    /// <param name="Marks">What tells that nothing happened since.</param>
    internal sealed record Shown(byte[] Json, long Version, WaitingMessages Waiting, (Space Space, long Head, long Presence) Marks);
}
