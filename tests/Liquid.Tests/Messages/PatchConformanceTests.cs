using System.Text.Json;

namespace Liquid.Tests.Messages;

/// <summary>
/// The cases of tests/conformance/patches; their README describes the form. A relay does not read patches: whatever one holds,
/// and be it refused by every instance, it comes out byte for byte as it went in, spaces and line feeds included.
/// </summary>
public sealed class PatchConformanceTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)!)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "conformance", "patches");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_patch_goes_through_the_relay_as_it_is(string file)
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));

        var id = 0;
        foreach (var one in cases.RootElement.EnumerateArray())
        {
            var body = $$"""{"patch":{{one.GetProperty("patch").GetRawText()}}}""";
            await a.MigrateAsync(++id, b.Id, body);
            Assert.Equal(body, (await b.HearAsync("message")).Text);
        }

        Assert.NotEqual(0, id);
    }
}
