using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests;

public sealed class MirrorTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    [Fact]
    public async Task A_mirrored_page_is_followed_at_every_change_until_mirroring_stops()
    {
        var (a, b) = await OpenTwoAsync();
        await a.Tab.EvaluateAsync<object>("void (window.stop = liquid.mirror())");

        await a.AddAsync("Milk");
        await b.ShowsAsync("Milk");
        await a.AddAsync("Bread");
        await b.ShowsAsync("Milk", "Bread");
        await a.TickAsync(1);
        await b.ShowsAsync("✓ Milk", "Bread");

        await a.Tab.EvaluateAsync<object>("window.stop()");
        await b.Tab.EvaluateAsync<object>(
            "void (window.received = 0, liquid.addEventListener('received', () => { window.received++; }))");
        await a.RemoveAsync(1);
        await a.Tab.EvaluateAsync<object>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        // Messages keep their order: had the frame with the removal been mirrored, it would come before this one.
        await a.MigrateAsync(b);
        Assert.Equal(1, await b.Tab.EvaluateAsync<int>("window.received"));
        await b.ShowsAsync("Bread");
    }

    [Fact]
    public async Task A_mirror_leaves_the_follower_its_own_focus_and_scroll_position()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync([.. Enumerable.Range(1, 20).Select(n => $"Todo {n}")]);
        await a.MigrateAsync(b);
        await b.Tab.EvaluateAsync<object>("scrollTo(0, 200)");

        await a.Tab.EvaluateAsync<object>("void liquid.mirror()");
        await a.TickAsync(1);

        await b.Tab.UntilAsync("document.querySelectorAll('.done').length === 1");
        Assert.Equal(200, await b.Tab.EvaluateAsync<double>("scrollY"));
    }
}
