using Liquid.Log;
using Liquid.Messages;

namespace Liquid.Spaces;

/// <summary>What became of a hello.</summary>
internal abstract record JoinResult
{
    /// <param name="Place">Where delivery goes on.</param>
    /// <param name="Instances">Who is there.</param>
    /// <param name="Presence">Changes behind this one are to be told.</param>
    internal sealed record Joined(ReaderPlace Place, IReadOnlyList<InstanceInfo> Instances, PresenceChange Presence)
        : JoinResult;

    /// <summary>A still newer connection of the instance came in this moment.</summary>
    internal sealed record Replaced : JoinResult;

    internal sealed record WrongKey : JoinResult;

    /// <summary>The space holds <see cref="LiquidOptions.MaxInstancesPerSpace"/> already.</summary>
    internal sealed record Full : JoinResult;

    /// <summary>The space was given up in this moment; a new one of its name takes its place.</summary>
    internal sealed record Closed : JoinResult;
}
