using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests;

/// <summary>The panel's mirror switch, and what those see who are mirrored to.</summary>
public sealed class PanelMirrorTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    private const string First = "Chromium on Linux";

    [Fact]
    public async Task A_mirror_shows_a_sign_on_both_others_and_whoever_leaves_it_stays_as_it_was()
    {
        var (a, b) = await OpenTwoAsync();
        var c = await OpenAsync();
        await a.SeesAsync(c);
        var panel = await new Panel(a).OpenAsync();

        await panel.PressAsync("Mirror");
        await b.Tab.ShowsAsync(Panel.Sign, $"Mirror of {First}");
        await c.Tab.ShowsAsync(Panel.Sign, $"Mirror of {First}");
        await a.Tab.ClickAsync("liquid-panel [aria-label=Close]");
        await a.AddAsync("Milk");
        await b.ShowsAsync("Milk");
        await c.ShowsAsync("Milk");

        await new Panel(c).PressAsync("Leave");
        await new Panel(c).IsGoneAsync(Panel.Sign);
        await a.AddAsync("Bread");
        await b.ShowsAsync("Milk", "Bread");
        await c.ShowsAsync("Milk");

        await panel.OpenAsync();
        await panel.PressAsync("Mirror");
        await new Panel(b).IsGoneAsync(Panel.Sign);
    }

    [Fact]
    public async Task A_mirror_that_the_page_began_is_shown_and_ended_like_one_of_the_panel()
    {
        const string IsOn = "root.querySelector('.opener').matches('.live') && [...root.querySelectorAll('[role=switch]')].some(one => one.innerText.trim() === 'Mirror' && one.ariaChecked === 'true')";
        var (a, b) = await OpenTwoAsync();
        var panel = await new Panel(a).OpenAsync();

        await a.Tab.EvaluateAsync<object>("void liquid.mirror()");
        await panel.UntilAsync(IsOn);
        await b.Tab.ShowsAsync(Panel.Sign, $"Mirror of {First}");

        await panel.PressAsync("Mirror");
        await new Panel(b).IsGoneAsync(Panel.Sign);
        Assert.False(await panel.AskAsync<bool>(IsOn));
        Assert.False(await a.Tab.EvaluateAsync<bool>("liquid.mirroring"));
    }

    [Fact]
    public async Task A_mirror_that_the_page_declines_stays_off_and_says_why()
    {
        var (a, _) = await OpenTwoAsync();
        await a.Tab.EvaluateAsync<object>("void liquid.addEventListener('sending', event => event.preventDefault())");
        var panel = await new Panel(a).OpenAsync();

        await panel.PressAsync("Mirror");

        await panel.SaysAsync("declined to send");
        Assert.Equal("false", await panel.AskAsync<string>("[...root.querySelectorAll('[role=switch]')].find(one => one.innerText.trim() === 'Mirror').ariaChecked"));
    }
}
