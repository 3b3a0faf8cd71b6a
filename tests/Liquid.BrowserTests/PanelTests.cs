using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests;

public sealed class PanelTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    private const string Root = "document.querySelector('liquid-panel').shadowRoot";
    private const string Opener = "liquid-panel .opener";
    private const string Dialog = "liquid-panel [role=dialog]";

    [Theory]
    [InlineData(Engine.Chromium, "Chromium on Linux")]
    [InlineData(Engine.Firefox, "Firefox on Linux")]
    [InlineData(Engine.WebKit, "Safari on Linux")]
    public async Task Its_send_button_sends_and_tells_that_it_arrived(Engine engine, string name)
    {
        var (a, b) = await OpenTwoAsync(engine, engine);
        await a.AddAsync("Milk");
        await a.Tab.ClickAsync(Opener);
        await a.Tab.ShowsAsync(Dialog, $"This is {name}");

        await a.Tab.ClickAsync($"liquid-panel [aria-label='Send to {name} 2']");

        await a.Tab.ShowsAsync($"{Dialog} [role=status]", $"Arrived on {name} 2");
        await b.ShowsAsync("Milk");
    }

    [Fact]
    public async Task It_sends_to_all_and_tells_of_each_how_it_went()
    {
        var (a, b) = await OpenTwoAsync();
        var c = await OpenAsync();
        await a.SeesAsync(c);
        await a.AddAsync("Milk");
        await a.Tab.ClickAsync(Opener);

        await a.Tab.ClickAsync("liquid-panel .all");

        await a.Tab.ShowsAsync($"{Dialog} li:nth-child(1)", "Arrived");
        await a.Tab.ShowsAsync($"{Dialog} li:nth-child(2)", "Arrived");
        await b.ShowsAsync("Milk");
        await c.ShowsAsync("Milk");
    }

    [Fact]
    public async Task Its_switch_mirrors()
    {
        var (a, b) = await OpenTwoAsync();
        await a.Tab.ClickAsync(Opener);
        await a.Tab.ClickAsync("liquid-panel .mirror");

        await a.AddAsync("Milk");

        await b.ShowsAsync("Milk");
    }

    [Fact]
    public async Task It_says_that_what_is_sent_to_an_absent_browser_waits()
    {
        var (a, b) = await OpenTwoAsync();
        var id = await b.IdAsync();
        await b.Tab.GoAsync(new Uri("about:blank"));
        await a.SeesAsync(id, online: false);
        await a.Tab.ClickAsync(Opener);

        await a.Tab.ClickAsync($"{Dialog} li button");
        await a.Tab.ShowsAsync($"{Dialog} li", "Waiting: it is away");

        await b.Tab.GoAsync(Application.Address);
        await a.Tab.ShowsAsync($"{Dialog} li", "Arrived");
    }

    [Fact]
    public async Task It_lists_the_browsers_that_are_here_first()
    {
        var (a, b) = await OpenTwoAsync();
        var id = await b.IdAsync();
        await b.Tab.GoAsync(new Uri("about:blank"));
        await a.SeesAsync(id, online: false);
        await a.SeesAsync(await OpenAsync());

        await a.Tab.ClickAsync(Opener);

        await a.Tab.ShowsAsync($"{Dialog} li:nth-child(1)", "Chromium on Linux 3");
        await a.Tab.ShowsAsync($"{Dialog} li:nth-child(2)", "Away");
    }

    [Fact]
    public async Task A_name_that_looks_like_markup_is_shown_as_text()
    {
        var (a, b) = await OpenTwoAsync();
        await a.Tab.ClickAsync(Opener);

        await b.Tab.EvaluateAsync<object>("liquid.rename('<img src=x onerror=alert(1)>')");

        await a.Tab.ShowsAsync($"{Dialog} li", "<img src=x onerror=alert(1)>");
    }

    [Fact]
    public async Task It_is_never_part_of_a_migration()
    {
        var (a, b) = await OpenTwoAsync();
        await a.Tab.ClickAsync(Opener);
        await a.AddAsync("Milk");
        await a.MigrateAsync(b);

        Assert.Equal(1, await b.Tab.EvaluateAsync<int>("document.querySelectorAll('liquid-panel').length"));
        Assert.True(await b.Tab.EvaluateAsync<bool>($"{Root}.querySelector('[role=dialog]').hidden"));
        Assert.False(await a.Tab.EvaluateAsync<bool>($"{Root}.querySelector('[role=dialog]').hidden"));
    }

    [Fact]
    public async Task A_click_in_it_leaves_the_caret_in_the_pages_field_so_that_it_is_sent_along()
    {
        var (a, b) = await OpenTwoAsync();
        await a.Tab.FillAsync("#todo-text", "half a sent");
        await a.Tab.ClickAsync(Opener);
        await a.Tab.ClickAsync($"{Dialog} li button");
        await a.Tab.ShowsAsync($"{Dialog} li", "Arrived");

        Assert.Equal("half a sent", await b.Tab.EvaluateAsync<string>("document.activeElement.value"));
    }

    [Fact]
    public async Task The_keyboard_opens_and_closes_it_and_finds_its_place_again()
    {
        var a = await OpenAsync();
        await a.Tab.UntilAsync("document.querySelector('liquid-panel')");
        await a.Tab.EvaluateAsync<object>($"{Root}.querySelector('.opener').focus()");

        await a.Tab.PressAsync("Enter");
        Assert.Equal("dialog", await a.Tab.EvaluateAsync<string>($"{Root}.activeElement.role"));

        await a.Tab.PressAsync("Escape");
        Assert.Equal("opener", await a.Tab.EvaluateAsync<string>($"{Root}.activeElement.className"));
    }

    [Fact]
    public async Task It_says_that_the_relay_is_away_and_that_what_is_sent_waits_for_it()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync("Milk");
        await a.Tab.ClickAsync(Opener);

        await Application.StopAsync();
        await a.Tab.ShowsAsync(Dialog, "Not connected");
        await a.Tab.ClickAsync($"{Dialog} li button");
        await a.Tab.ShowsAsync($"{Dialog} li", "Waiting: not connected");

        Application.Start();
        await a.Tab.UntilAsync($"{Root}.querySelector('.cut').hidden");
    }
}
