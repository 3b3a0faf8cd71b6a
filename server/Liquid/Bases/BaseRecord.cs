namespace Liquid.Bases;

/// <summary>An instance's base as it was handed over. The relay does not read it.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="IsBinary">Whether they came, and so go, in a binary frame.</param>
internal sealed record BaseRecord(ReadOnlyMemory<byte> Body, bool IsBinary);

/// <summary>What became of a base that was to be kept.</summary>
internal enum BaseKept
{
    /// <summary>It is stored; another one under its fingerprint has given way to it.</summary>
    Stored,

    /// <summary>No message that waits and no instance names it.</summary>
    Unnamed,

    /// <summary>As many as <see cref="LiquidOptions.MaxBasesPerSpace"/> are kept, all of them named by messages that wait.</summary>
    Full,
}

/// <summary>What came of looking for a base.</summary>
/// <param name="Base">The base, if it is there.</param>
/// <param name="IsNamed">Otherwise: whether something names it, so that it may still come.</param>
internal readonly record struct BaseFound(BaseRecord? Base, bool IsNamed);
