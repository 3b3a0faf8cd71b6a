using Liquid.Messages;
using Liquid.Spaces;
using Liquid.Stores;

namespace Liquid.Dashboard;

/// <summary>A space as the dashboard shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Online">How many instances are connected.</param>
/// <param name="Away">How many are not.</param>
/// <param name="Instances">Those who are there first; then who was seen last.</param>
/// <param name="Waiting">What waits in it.</param>
internal sealed record SpaceState(
    string Name, int Online, int Away, IReadOnlyList<InstanceState> Instances, WaitingMessages Waiting)
{
    /// <summary>How many instances are listed; the others are counted.</summary>
    private const int MostInstances = 200;

    public static SpaceState Of(string name, IReadOnlyList<Sighting> sightings, WaitingMessages waiting)
    {
        var online = sightings.Count(sighting => sighting.Instance.Online);
        var listed = sightings
            .OrderByDescending(sighting => sighting.Instance.Online)
            .ThenByDescending(sighting => sighting.LastSeen)
            .Take(MostInstances);
        return new(name, online, sightings.Count - online, [.. listed.Select(InstanceState.Of)], waiting);
    }
}

/// <summary>An instance as the dashboard shows it.</summary>
internal sealed record InstanceState(
    string Id, string Name, string Page, bool Online, DateTimeOffset Seen, string? Kind)
{
    public static InstanceState Of(Sighting sighting)
    {
        InstanceInfo instance = sighting.Instance;
        return new(instance.Id, instance.Name, instance.Page, instance.Online, sighting.LastSeen, instance.Kind);
    }
}
