namespace Liquid.Dashboard;

/// <summary>
/// Counts durations by their order of magnitude, in steps of a twelfth of a doubling: percentiles within 6 %, in a fixed
/// amount of memory, counted from any thread.
/// </summary>
internal sealed class Durations
{
    private const double StepsPerDoubling = 12;
    private const double Least = 1e-6;

    private long[] _counts = New();

    public void Add(double seconds)
    {
        var step = (int)(Math.Log2(Math.Max(seconds, Least) / Least) * StepsPerDoubling);
        Interlocked.Increment(ref _counts[Math.Min(step, _counts.Length - 1)]);
    }

    /// <summary>The median and the 99th percentile since the last call, in milliseconds; none if there was nothing.</summary>
    public Percentiles? Take()
    {
        var counts = Interlocked.Exchange(ref _counts, New());
        var total = counts.Sum();
        return total == 0 ? null : new(Find(counts, total * 0.5), Find(counts, total * 0.99));
    }

    private static double Find(long[] counts, double rank)
    {
        var step = 0;
        for (var seen = counts[0]; seen < rank; seen += counts[++step])
        {
        }

        // The middle of the step.
        var milliseconds = 1000 * Least * Math.Pow(2, (step + 0.5) / StepsPerDoubling);
        return Math.Round(milliseconds, milliseconds < 1 ? 3 : 1);
    }

    /// <summary>From a microsecond to more than an hour.</summary>
    private static long[] New() => new long[32 * (int)StepsPerDoubling];
}

/// <summary>Durations in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P99);
