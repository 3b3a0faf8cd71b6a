using System.Diagnostics;
using System.Globalization;

namespace Liquid.Tests.Fuzzing;

/// <summary>
/// How long a run is and where it starts. A longer one: <c>LIQUID_FUZZ_INPUTS=250000 dotnet test tests/Liquid.Tests --filter
/// Fuzzing</c>; one that failed again: <c>LIQUID_FUZZ_SEED=</c> and the seed that it printed.
/// </summary>
internal sealed record FuzzRun(int Inputs, int Seed)
{
    /// <summary>Pools keep some of what they lent; what is kept of each input would be more in the long run.</summary>
    private const long MostKept = 32 * 1024 * 1024;

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);

    public static FuzzRun Start(int usual, ITestOutputHelper output)
    {
        var run = new FuzzRun(Setting("LIQUID_FUZZ_INPUTS", usual), Setting("LIQUID_FUZZ_SEED", Random.Shared.Next()));
        output.WriteLine($"LIQUID_FUZZ_SEED={run.Seed} LIQUID_FUZZ_INPUTS={run.Inputs}");
        return run;
    }

    /// <summary>Says how it went. Nothing of what was said may still be in memory.</summary>
    public void End(ITestOutputHelper output)
    {
        var after = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{_since.Elapsed.TotalSeconds:F0} s; {_before >> 10} kB in use before, {after >> 10} kB after");
        Assert.True(after - _before < MostKept, $"{(after - _before) >> 10} kB are kept.");
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
