using Liquid.Tests.Stores;

namespace Liquid.Tests;

public sealed class StartProblemTests
{
    [Fact]
    public void A_folder_that_is_missing_is_not_told_as_an_address_that_is_taken()
    {
        Assert.Contains("--contentRoot", StartProblem.Explain(new DirectoryNotFoundException("/nowhere/.")));
        Assert.Contains("--urls", StartProblem.Explain(new IOException("Failed to bind to address http://127.0.0.1:80.")));
        Assert.Null(StartProblem.Explain(new InvalidOperationException("A mistake of the program's.")));
    }

    [Theory]
    [InlineData("--urls=nonsense", "Choose another address: --urls")]
    [InlineData("--urls=ftp://127.0.0.1:0", "Choose another address: --urls")]
    [InlineData("--urls=http://127.0.0.1:99999", "Choose another address: --urls")]
    [InlineData("--Logging:LogLevel:Default=Loud", "'Loud'")]
    [InlineData("--Spaces=shared", "Write --Liquid:Spaces.")]
    [InlineData("--Liquid:Spaces=everyone", "Use Liquid:Spaces=paired")]
    [InlineData("--webroot=/nowhere", "--webroot DIR")]
    public async Task What_keeps_the_program_from_starting_is_told_in_a_sentence(string argument, string words)
    {
        using var program = new Commands.Program();

        var outcome = await program.RunAsync(["--urls=http://127.0.0.1:0", "--Liquid:Store=memory", argument]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(words, outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error + outcome.Output);
    }

    [Fact]
    public async Task A_file_of_settings_that_is_no_JSON_is_told_with_its_name_and_the_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "appsettings.json"), """{ "Liquid": """, TestContext.Current.CancellationToken);
        using var program = new Commands.Program();

        var outcome = await program.RunAsync([$"--contentRoot={folder.Path}"]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("appsettings.json", outcome.Error);
        Assert.Contains("LineNumber: 0", outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error);
    }
}
