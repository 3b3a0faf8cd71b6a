using Liquid.Messages;

namespace Liquid.Spaces;

/// <summary>An instance, and when it was last connected; for one that is, when it came.</summary>
internal sealed record Sighting(InstanceInfo Instance, DateTimeOffset LastSeen);
