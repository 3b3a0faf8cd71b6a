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
}
