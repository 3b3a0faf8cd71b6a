using System.Reflection;

namespace Liquid.BrowserTests.Browsers;

/// <summary>axe-core: the rules that everybody uses for what keeps people out of a page.</summary>
internal static class Axe
{
    /// <summary>Checks what a selector matches, as it is when nothing moves any more.</summary>
    public static async Task CheckAsync(IBrowserPage tab, string selector = "html")
    {
        var folder = typeof(Axe).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "AxeFolder").Value!;
        var axe = await File.ReadAllTextAsync(Path.Combine(folder, "axe.min.js"), TestContext.Current.CancellationToken);
        await tab.EvaluateAsync<object>($"(() => {{ {axe} }})()");

        // What fades in has no colours to judge yet.
        await tab.EvaluateAsync<object>(
            "Promise.all(document.getAnimations().filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))"
            + ".map(({ finished }) => finished.catch(() => {}))).then(() => null)");
        Assert.Empty(await tab.EvaluateAsync<string[]>(
            // Off where nobody asks for it: what is pressed is at least 24 × 24 pixels, or has room around it.
            $"axe.run('{selector}', {{ rules: {{ 'target-size': {{ enabled: true }} }} }}).then(({{ violations }}) => "
            + "violations.flatMap(({ id, nodes }) => nodes.map(node => id + ': ' + node.html)))"));
    }
}
