namespace Liquid.BrowserTests.Demo;

/// <summary>An instance, as the page and the relay's list tell of it.</summary>
public sealed record Instance(string Id, string Name, string Page, bool Online, bool Self);
