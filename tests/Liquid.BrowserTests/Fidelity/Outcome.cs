namespace Liquid.BrowserTests.Fidelity;

/// <summary>What a target shows of what was done at the source.</summary>
public enum Fate
{
    /// <summary>All of it: the target reads as the source does.</summary>
    Arrives,

    /// <summary>Nothing of it: the target reads as it did when it was loaded.</summary>
    Stays,

    /// <summary>Some of it.</summary>
    Partly,
}

/// <summary>What became of a scenario: the fate of its state, and the reasons of the receipt's remarks.</summary>
public sealed record Outcome(Fate Fate, params string[] Reasons)
{
    public bool Equals(Outcome? other) => other is not null && Fate == other.Fate && Reasons.SequenceEqual(other.Reasons);

    public override int GetHashCode() => Fate.GetHashCode();

    public override string ToString() => string.Join(" ", [$"{Fate}", .. Reasons]);
}

/// <summary>An outcome as it was seen, with what it was concluded from.</summary>
/// <param name="Outcome">What it comes to.</param>
/// <param name="SameBase">Both pages had the same fingerprint.</param>
/// <param name="Undone">Undo brought the target back to what it was; <see langword="null"/> if that can't be read.</param>
/// <param name="Evidence">What was read, for whoever has to find out why.</param>
public sealed record Observation(Outcome Outcome, bool SameBase, bool? Undone, string Evidence);
