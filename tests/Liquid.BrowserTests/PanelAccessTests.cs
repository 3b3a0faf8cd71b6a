using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests;

/// <summary>The panel by keyboard, and for whoever sees, contrasts or magnifies otherwise.</summary>
public sealed class PanelAccessTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    private const string Second = "Chromium on Linux 2";

    [Fact]
    public async Task The_keyboard_opens_and_closes_it_and_finds_its_place_again()
    {
        var a = await OpenAsync();
        await a.Tab.UntilAsync("document.querySelector('liquid-panel')");
        var panel = new Panel(a);
        await panel.AskAsync<object>("void root.querySelector('.opener').focus()");

        await a.Tab.PressAsync("Enter");
        Assert.Equal("dialog", await panel.AskAsync<string>("root.activeElement.role"));
        Assert.Equal("true", await panel.AskAsync<string>("root.querySelector('.opener').getAttribute('aria-expanded')"));

        await a.Tab.PressAsync("Escape");
        Assert.Equal("opener", await panel.AskAsync<string>("root.activeElement.className"));
        Assert.Equal("false", await panel.AskAsync<string>("root.querySelector('.opener').getAttribute('aria-expanded')"));
    }

    [Fact]
    public async Task The_arrow_keys_move_its_button_out_of_the_way_which_is_remembered()
    {
        var a = await OpenAsync();
        await a.Tab.UntilAsync("document.querySelector('liquid-panel')");
        var panel = new Panel(a);
        const string place = "(({ left, top }) => `${left < innerWidth / 2} ${top < innerHeight - 100}`)(root.querySelector('.opener').getBoundingClientRect())";
        Assert.Equal("false false", await panel.AskAsync<string>(place));
        await panel.AskAsync<object>("void root.querySelector('.opener').focus()");

        await a.Tab.PressAsync("ArrowLeft");
        await a.Tab.PressAsync("ArrowUp");
        await a.Tab.PressAsync("ArrowUp");
        Assert.Equal("true true", await panel.AskAsync<string>(place));

        await a.Tab.ReloadAsync();
        await a.Tab.UntilAsync("document.querySelector('liquid-panel')");
        Assert.Equal("true true", await panel.AskAsync<string>(place));
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Forced)]
    public async Task The_keyboards_place_is_outlined_in_every_part(Look look)
    {
        var (a, b) = await OpenTwoAsync(look: look);
        var panel = new Panel(a);
        await panel.UntilAsync("!root.querySelector('.count').hidden");
        await panel.AskAsync<object>("void root.querySelector('.opener').focus()");
        await a.Tab.PressAsync("Enter");
        await panel.AskAsync<object>(
            "void (root.seen = [], root.addEventListener('focusin', ({ target }) => root.seen.push("
            + "`${target.ariaLabel ?? target.innerText} ${getComputedStyle(target).outlineStyle}`)))");

        for (var step = 0; step < 8; step++)
        {
            await a.Tab.PressAsync("Tab");
        }

        var seen = await panel.AskAsync<string[]>("root.seen");
        Assert.Equal(
            ["Close solid", "Rename this device solid", $"{Second}: Copy there solid", $"{Second}: Move there solid", "Mirror solid", "To all solid"],
            seen[..6]);
        Assert.All(seen, one => Assert.EndsWith("solid", one, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_is_answered_by_the_keyboard_alone()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync("Milk");
        await b.AddAsync("Eggs");
        await (await new Panel(a).OpenAsync()).PressAsync("Copy there", Second);
        var other = new Panel(b);
        await other.AsksAsync("sends its state");
        await other.AskAsync<object>("void root.querySelector('.card input').focus()");

        await b.Tab.PressAsync("Space");
        Assert.True(await other.AskAsync<bool>("root.activeElement.checked"));
        await b.Tab.PressAsync("Tab");
        await b.Tab.PressAsync("Tab");
        await b.Tab.PressAsync("Enter");

        await b.ShowsAsync("Milk");
        await b.Tab.UntilAsync("liquid.trusted().length === 1");
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Forced)]
    [InlineData(Look.Phone)]
    public async Task Axe_finds_nothing_wrong_with_it_in_any_of_its_states(Look look)
    {
        var (a, b) = await OpenTwoAsync(look: look);
        var panel = new Panel(a);
        await panel.OpenAsync();
        await Axe.CheckAsync(a.Tab, "liquid-panel");

        await panel.PressAsync("Add a device");
        await panel.UntilAsync("root.querySelector('.invite canvas')");
        await Axe.CheckAsync(a.Tab, "liquid-panel");
        await a.Tab.ClickAsync("liquid-panel [aria-label=Back]");

        await b.AddAsync("Milk");
        await panel.PressAsync("Copy there", Second);
        await new Panel(b).AsksAsync("sends its state");
        await Axe.CheckAsync(b.Tab, "liquid-panel");
        await new Panel(b).PressAsync("Apply");
        await new Panel(b).PressSoonAsync("Undo");
        await Axe.CheckAsync(b.Tab, "liquid-panel");

        await panel.PressAsync("Mirror");
        await new Panel(b).PressSoonAsync("Apply");
        await b.Tab.ShowsAsync(Panel.Sign, "Mirror of");
        await Axe.CheckAsync(b.Tab, "liquid-panel");
        await panel.PressAsync("Mirror");

        await panel.PressAsync("Move there", Second);
        await a.Tab.ShowsAsync(Panel.Cover, "Continued on");
        await Axe.CheckAsync(a.Tab, "liquid-panel");
    }
}
