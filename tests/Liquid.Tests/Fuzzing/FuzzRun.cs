using System.Globalization;

namespace Liquid.Tests.Fuzzing;

/// <summary>
/// How long a run is and where it starts. A longer one: <c>LIQUID_FUZZ_INPUTS=1000000 dotnet test tests/Liquid.Tests --filter
/// Fuzzing</c>; one that failed again: <c>LIQUID_FUZZ_SEED=</c> and the seed that it printed.
/// </summary>
internal sealed record FuzzRun(int Inputs, int Seed)
{
    public static FuzzRun Start(int usual, ITestOutputHelper output)
    {
        var run = new FuzzRun(Setting("LIQUID_FUZZ_INPUTS", usual), Setting("LIQUID_FUZZ_SEED", Random.Shared.Next()));
        output.WriteLine($"LIQUID_FUZZ_SEED={run.Seed} LIQUID_FUZZ_INPUTS={run.Inputs}");
        return run;
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
