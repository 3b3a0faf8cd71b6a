using System.Globalization;

namespace Liquid.Tests.Faults;

/// <summary>
/// How many faults a run has and from where they are drawn. A longer one: <c>LIQUID_FAULT_CUTS=1000 dotnet test tests/Liquid.Tests
/// --filter CutTests</c>, and likewise with the other faults; one that failed again: <c>LIQUID_FAULT_SEED=</c> and the seed that it
/// printed.
/// </summary>
internal sealed record FaultRun(int Faults, int Seed)
{
    public static FaultRun Start(string what, int usual, ITestOutputHelper output)
    {
        var run = new FaultRun(Setting($"LIQUID_FAULT_{what}", usual), Setting("LIQUID_FAULT_SEED", Random.Shared.Next()));
        output.WriteLine($"LIQUID_FAULT_SEED={run.Seed} LIQUID_FAULT_{what}={run.Faults}");
        return run;
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
