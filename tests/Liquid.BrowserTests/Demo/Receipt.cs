namespace Liquid.BrowserTests.Demo;

/// <summary>A target's answer to a migration.</summary>
public sealed record Receipt(string Status, int Applied, Remark[] LeftOut);

/// <summary>Something that a target did not take over.</summary>
public sealed record Remark(string Reason, string What);
