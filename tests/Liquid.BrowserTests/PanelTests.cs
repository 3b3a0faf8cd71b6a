using System.Text.Json;
using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests;

/// <summary>What the panel's button, list and texts are like; what its verbs do is in <see cref="PanelVerbTests"/>.</summary>
public sealed class PanelTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    private const string Second = "Chromium on Linux 2";

    [Fact]
    public async Task It_lists_the_browsers_that_are_here_first_and_tells_when_one_that_is_away_was_seen()
    {
        var (a, b) = await OpenTwoAsync();
        await LeaveAsync(b, a);
        await a.SeesAsync(await OpenAsync());

        var panel = await new Panel(a).OpenAsync();

        await a.Tab.ShowsAsync($"{Panel.Menu} .devices li:nth-child(1)", "Here now");
        await a.Tab.ShowsAsync($"{Panel.Menu} .devices li:nth-child(2)", "Last seen");
        Assert.Equal(2, await panel.AskAsync<int>("root.querySelectorAll('.devices svg').length"));
    }

    [Fact]
    public async Task A_name_that_looks_like_markup_is_shown_as_text()
    {
        var (a, b) = await OpenTwoAsync();
        await new Panel(a).OpenAsync();

        await b.Tab.EvaluateAsync<object>("liquid.rename('<img src=x onerror=alert(1)>')");

        await a.Tab.ShowsAsync($"{Panel.Menu} .devices", "<img src=x onerror=alert(1)>");
    }

    [Fact]
    public async Task A_device_is_renamed_in_it_and_keeps_its_name_after_a_reload_and_in_other_windows()
    {
        var (a, b) = await OpenTwoAsync();
        var panel = await new Panel(a).OpenAsync();
        await a.Tab.ClickAsync("liquid-panel [aria-label='Rename this device']");
        await a.Tab.FillAsync("liquid-panel .here input", "Kitchen");
        await a.Tab.PressAsync("Enter");
        await panel.SaysAsync("Kitchen");
        await (await new Panel(b).OpenAsync()).SaysAsync("Kitchen");

        await a.Tab.ReloadAsync();
        await a.StartsAsync();
        var window = await a.Tab.DuplicateAsync();
        await window.UntilAsync("window.liquid");

        Assert.Equal("Kitchen", await a.Tab.EvaluateAsync<string>("liquid.name"));
        Assert.Equal("Kitchen", await window.EvaluateAsync<string>("liquid.name"));
    }

    [Fact]
    public async Task Of_two_of_one_name_each_is_told_which_it_is()
    {
        var (a, b) = await OpenTwoAsync();

        await (await new Panel(a).OpenAsync()).SaysAsync(Second);
        await new Panel(b).OpenAsync();

        await b.Tab.ShowsAsync("liquid-panel .here b", Second);
    }

    [Theory]
    [InlineData("a\tb\u0000c\u0007", "a b c")]
    [InlineData("   ", "Chromium on Linux")]
    [InlineData("👩‍👩‍👧‍👦 مرحبا", "👩‍👩‍👧‍👦 مرحبا")]
    public async Task Whatever_is_pasted_as_a_name_the_device_has_one(string pasted, string name)
    {
        var a = await OpenAsync();
        await new Panel(a).OpenAsync();
        await a.Tab.ClickAsync("liquid-panel [aria-label='Rename this device']");

        await a.Tab.EvaluateAsync<object>($"void document.execCommand('insertText', false, {JsonSerializer.Serialize(pasted)})");
        await a.Tab.PressAsync("Enter");

        await a.Tab.ShowsAsync("liquid-panel .here b", name);
        Assert.Equal(name, await a.Tab.EvaluateAsync<string>("liquid.name"));
        Assert.Empty(a.Tab.Complaints);
    }

    [Fact]
    public async Task It_shows_a_miniature_of_those_that_allow_it()
    {
        var (a, b) = await OpenTwoAsync();
        var panel = await new Panel(a).OpenAsync();
        Assert.Null(await a.Tab.EvaluateAsync<string?>($"liquid.miniature('{await b.IdAsync()}')"));
        await panel.PressAsync("Show others a miniature");

        await b.AddAsync("Milk");
        await new Panel(b).OpenAsync();

        await b.Tab.UntilAsync(
            "document.querySelector('liquid-panel').shadowRoot.querySelector('[style*=url]')?.style.backgroundImage.startsWith('url(\"data:image/')");
        Assert.False(await panel.AskAsync<bool>("!!root.querySelector('[style*=url]')"));
    }

    [Fact]
    public async Task It_is_never_part_of_a_migration()
    {
        var (a, b) = await OpenTwoAsync();
        var panel = await new Panel(a).OpenAsync();
        await a.AddAsync("Milk");
        await a.MigrateAsync(b);

        Assert.Equal(1, await b.Tab.EvaluateAsync<int>("document.querySelectorAll('liquid-panel').length"));
        Assert.True(await new Panel(b).AskAsync<bool>("root.querySelector('.panel').hidden"));
        Assert.False(await panel.AskAsync<bool>("root.querySelector('.panel').hidden"));
    }

    [Fact]
    public async Task A_click_in_it_leaves_the_caret_in_the_pages_field_so_that_it_is_sent_along()
    {
        var (a, b) = await OpenTwoAsync();
        await a.Tab.FillAsync("#todo-text", "half a sent");
        var panel = await new Panel(a).OpenAsync();
        await panel.PressAsync("Copy there", Second);
        await panel.SaysAsync("Arrived");

        Assert.Equal("half a sent", await b.Tab.EvaluateAsync<string>("document.activeElement.value"));
    }

    [Fact]
    public async Task It_moves_nothing_in_the_page_and_takes_no_style_from_it()
    {
        var a = await OpenAsync();
        await a.Tab.UntilAsync("document.querySelector('liquid-panel')");
        const string places = "JSON.stringify([...document.querySelectorAll('body *')].map(one => one.getBoundingClientRect()))"
            + " + document.documentElement.scrollWidth + '/' + document.documentElement.scrollHeight";
        var before = await a.Tab.EvaluateAsync<string>(places);
        const string looks = "JSON.stringify({ ...getComputedStyle(root.querySelector('.opener')) })";
        var panel = new Panel(a);

        await panel.OpenAsync();
        Assert.Equal(before, await a.Tab.EvaluateAsync<string>(places));
        var look = await panel.AskAsync<string>(looks);
        await a.Tab.EvaluateAsync<object>(
            "void document.head.append(Object.assign(document.createElement('style'), "
            + "{ textContent: '* { color: red !important; font-size: 40px; } button { padding: 99px !important; }' }))");

        Assert.Equal(look, await panel.AskAsync<string>(looks));
    }

    [Fact]
    public async Task Its_texts_are_replaceable()
    {
        var a = await OpenAsync();
        await a.Tab.UntilAsync("document.querySelector('liquid-panel')");
        await a.Tab.EvaluateAsync<object>(
            "Promise.all([import('/liquid/panel.js'), import('/liquid/panel.de.js')])"
            + ".then(([{ openPanel }, { german }]) => { document.querySelector('liquid-panel').remove(); openPanel(liquid, { texts: german }); })");

        var panel = await new Panel(a).OpenAsync();

        await panel.SaysAsync("Diese Seite senden");
        await panel.SaysAsync("Noch ist niemand sonst da");
    }

    [Fact]
    public async Task It_says_that_the_relay_is_away_and_what_is_sent_meanwhile_outlives_a_reload()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync("Milk");
        var panel = await new Panel(a).OpenAsync();

        await Application.StopAsync();
        await panel.SaysAsync("Not connected");
        await panel.PressAsync("Copy there", Second);
        await panel.SaysAsync("Will go when the relay is back");
        await panel.SaysAsync("Waiting to arrive");

        Application.Start();
        await b.Tab.UntilAsync("liquid.connected");
        await panel.IsGoneAsync(".cut");
        await b.ShowsAsync("Milk");
        await panel.SaysAsync("Arrived");
    }

    [Fact]
    public async Task On_a_phone_what_is_told_hides_neither_the_menu_nor_whose_mirror_it_is()
    {
        var (a, b) = await OpenTwoAsync(look: Look.Phone);
        var panel = await new Panel(a).OpenAsync();
        await panel.PressAsync("Copy there", Second);
        var other = new Panel(b);
        await other.AsksAsync("sent its page here");
        await panel.PressAsync("Mirror");
        await b.Tab.ShowsAsync(Panel.Sign, "Mirror of");
        const string Apart = "(([card, ...rest]) => rest.every(one => one.top >= card.bottom))"
            + "(['.card', '.sign', '.opener'].map(one => root.querySelector(one).getBoundingClientRect()))";
        Assert.True(await other.AskAsync<bool>(Apart));

        await other.OpenAsync();

        Assert.True(await other.AskAsync<bool>(Apart.Replace(".sign", ".panel", StringComparison.Ordinal)));
        Assert.Equal(320, await b.Tab.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
