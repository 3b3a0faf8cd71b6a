namespace Liquid.BrowserTests.Fidelity;

/// <summary>
/// Something that a page can have and that is to be the same after a migration. Its page defines
/// <c>scenario.act()</c>, which brings it about, and <c>scenario.state()</c>, which reads it.
/// </summary>
/// <param name="Page">The page's file in <c>wwwroot</c>, without <c>.html</c>.</param>
/// <param name="Title">What it is, as the fidelity table calls it.</param>
/// <param name="Expected">What becomes of it.</param>
public sealed record Scenario(string Page, string Title, Outcome Expected)
{
    /// <summary>Pairs of engines in which something else becomes of it, and what.</summary>
    public IReadOnlyDictionary<EnginePair, Outcome> Except { get; init; } = new Dictionary<EnginePair, Outcome>();

    /// <summary>The server gives every visitor another page.</summary>
    public bool DiffersByVisitor { get; init; }

    /// <summary>Reading the state changes it, as where buttons are clicked to see whether they work.</summary>
    public bool ReadOnce { get; init; }

    public Outcome ExpectedIn(EnginePair pair) => Except.GetValueOrDefault(pair, Expected);
}
