namespace Liquid.BrowserTests.Browsers;

/// <summary>How a person has set up their screen, which only Chromium and Firefox can be told.</summary>
public enum Look
{
    /// <summary>1000 × 700, light.</summary>
    Light,

    /// <summary>1000 × 700, dark.</summary>
    Dark,

    /// <summary>1000 × 700, in colours of their own, with nothing that moves.</summary>
    Forced,

    /// <summary>A small phone, 320 × 568.</summary>
    Phone,
}
