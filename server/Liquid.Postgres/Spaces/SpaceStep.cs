namespace Liquid.Postgres.Spaces;

/// <summary>One thing that a space does, after the one before it and before the next.</summary>
internal abstract record SpaceStep
{
    /// <summary>Writes, and tells what others wrote before.</summary>
    internal sealed record Write(SpaceGroup Group) : SpaceStep;

    /// <summary>Tells what others wrote.</summary>
    internal sealed record CatchUp : SpaceStep;

    internal sealed record LoseLease : SpaceStep;

    internal sealed record KeepLease : SpaceStep;

    internal sealed record Vanish : SpaceStep;
}
