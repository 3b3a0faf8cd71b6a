namespace Liquid.Tests.Stores;

/// <summary>A folder of one test's own.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("liquid-test-").FullName;

    public string Database => System.IO.Path.Combine(Path, "liquid.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
