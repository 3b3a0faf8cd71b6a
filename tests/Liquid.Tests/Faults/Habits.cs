namespace Liquid.Tests.Faults;

/// <summary>How an instance behaves beside what it has to do.</summary>
internal sealed class Habits
{
    /// <summary>After so much silence it takes a connection for dead, as a client does whose ping is not answered.</summary>
    public TimeSpan Patience { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// What it acknowledges after it applied a message, by its cursor: mostly that, now and then twice, an older number as well, or
    /// nothing.
    /// </summary>
    public Func<Random, long, long[]> Acknowledgements { get; set; } = (random, cursor) => random.Next(10) switch
    {
        0 => [cursor, cursor],
        1 => [cursor, Math.Max(0, cursor - 3)],
        2 or 3 => [],
        _ => [cursor],
    };
}
