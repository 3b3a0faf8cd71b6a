namespace Liquid.Tests.Fuzzing;

/// <summary>These tests run by themselves: they measure the memory of the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
