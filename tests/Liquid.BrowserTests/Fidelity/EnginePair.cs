using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests.Fidelity;

/// <summary>Where a page comes from and where it goes.</summary>
public sealed record EnginePair(Engine From, Engine To)
{
    public static IReadOnlyList<EnginePair> All { get; } =
    [
        new(Engine.Chromium, Engine.Chromium),
        new(Engine.Chromium, Engine.Firefox),
        new(Engine.Firefox, Engine.WebKit),
        new(Engine.WebKit, Engine.Chromium),
        new(Engine.WebKit, Engine.WebKit),
    ];

    public override string ToString() => $"{From} → {To}";
}
