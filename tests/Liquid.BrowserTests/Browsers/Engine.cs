namespace Liquid.BrowserTests.Browsers;

/// <summary>The browsers that the scenarios run in.</summary>
public enum Engine
{
    Chromium,
    Firefox,
    WebKit,
}
