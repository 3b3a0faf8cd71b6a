using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests;

/// <summary>What a person does in the panel, and what others see of it, on two devices and on three.</summary>
public sealed class PanelVerbTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    private const string First = "Chromium on Linux";
    private const string Second = "Chromium on Linux 2";

    [Theory]
    [InlineData(Engine.Chromium, "Chromium on Linux")]
    [InlineData(Engine.Firefox, "Firefox on Linux")]
    [InlineData(Engine.WebKit, "Safari on Linux")]
    public async Task What_is_copied_goes_on_in_both_and_can_be_undone_and_redone(Engine engine, string name)
    {
        var (a, b) = await OpenTwoAsync(engine, engine);
        await a.AddAsync("Milk");
        var panel = await new Panel(a).OpenAsync();
        await a.Tab.ShowsAsync("liquid-panel .here b", name);

        await panel.PressAsync("Copy there", $"{name} 2");

        await panel.SaysAsync("Arrived.");
        await b.ShowsAsync("Milk");
        await a.ShowsAsync("Milk");
        var other = new Panel(b);
        await other.AsksAsync($"{name} sent its page here.");
        await other.PressAsync("Undo");
        await b.ShowsAsync();
        await other.PressAsync("Redo");
        await b.ShowsAsync("Milk");
    }

    [Theory]
    [InlineData(Engine.Chromium, "Chromium on Linux")]
    [InlineData(Engine.Firefox, "Firefox on Linux")]
    [InlineData(Engine.WebKit, "Safari on Linux")]
    public async Task What_is_moved_is_covered_here_goes_on_there_and_is_taken_back(Engine engine, string name)
    {
        var (a, b) = await OpenTwoAsync(engine, engine);
        await a.AddAsync("Milk");
        var panel = await new Panel(a).OpenAsync();

        await panel.PressAsync("Move there", $"{name} 2");

        await a.Tab.ShowsAsync(Panel.Cover, $"Continued on {name} 2");
        await b.ShowsAsync("Milk");
        await b.AddAsync("Bread");
        await panel.PressAsync("Take back");
        await a.ShowsAsync("Milk", "Bread");
        await panel.IsGoneAsync(Panel.Cover);
        await panel.AsksAsync($"Back from {name} 2.");
        await new Panel(b).AsksAsync($"{name} took its page back.");
    }

    [Fact]
    public async Task What_was_moved_stays_covered_after_a_reload()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync("Milk");
        await (await new Panel(a).OpenAsync()).PressAsync("Move there", Second);
        await a.Tab.ShowsAsync(Panel.Cover, "Continued on");
        await b.ShowsAsync("Milk");

        await a.Tab.ReloadAsync();
        await a.Tab.ShowsAsync(Panel.Cover, $"Continued on {Second}");
        await a.StartsAsync();
        await new Panel(a).PressAsync("Take back");

        await a.ShowsAsync("Milk");
        await new Panel(a).IsGoneAsync(Panel.Cover);
    }

    [Fact]
    public async Task What_was_moved_to_a_device_that_is_away_can_be_taken_back_before_it_arrives()
    {
        var (a, b, panel) = await OpenWithOneAwayAsync();
        await panel.PressAsync("Move there", Second);
        await a.Tab.ShowsAsync(Panel.Cover, $"Will continue on {Second} when it is back");

        await panel.PressAsync("Take back");
        await panel.IsGoneAsync(Panel.Cover);
        await a.ShowsAsync("Milk");

        await b.Tab.GoAsync(Application.Address);
        await b.StartsAsync();
        await a.SeesAsync(b);
        await a.AddAsync("Bread");
        await a.MigrateAsync(b);
        // What came first would be in the list of what can be undone.
        Assert.Equal(1, await b.Tab.EvaluateAsync<int>("liquid.history().length"));
    }

    [Fact]
    public async Task To_all_arrives_on_three_devices_and_tells_of_each()
    {
        var (a, b) = await OpenTwoAsync();
        var c = await OpenAsync();
        await a.SeesAsync(c);
        await a.AddAsync("Milk");
        var panel = await new Panel(a).OpenAsync();

        await panel.PressAsync("To all");

        await b.ShowsAsync("Milk");
        await c.ShowsAsync("Milk");
        await a.Tab.ShowsAsync($"{Panel.Menu} .devices li:nth-child(1)", "Arrived");
        await a.Tab.ShowsAsync($"{Panel.Menu} .devices li:nth-child(2)", "Arrived");
        await a.Tab.ShowsAsync("liquid-panel .unseen", "Arrived on 2 of 2.");
    }

    [Theory]
    [InlineData(Engine.Chromium, "Chromium on Linux")]
    [InlineData(Engine.Firefox, "Firefox on Linux")]
    [InlineData(Engine.WebKit, "Safari on Linux")]
    public async Task Whoever_did_something_is_asked_before_and_nothing_typed_is_lost(Engine engine, string name)
    {
        var (a, b) = await OpenTwoAsync(engine, engine);
        await a.AddAsync("Milk");
        await b.Tab.FillAsync("#todo-text", "half a sent");
        var panel = await new Panel(a).OpenAsync();
        var other = new Panel(b);

        await panel.PressAsync("Copy there", $"{name} 2");
        await other.AsksAsync($"{name} sends its state.");
        await other.PressAsync("Not now");
        await panel.SaysAsync("Not taken: declined there.");
        Assert.Equal("half a sent", await b.Tab.EvaluateAsync<string>("document.querySelector('#todo-text').value"));

        await panel.PressAsync("Copy there", $"{name} 2");
        await other.PressSoonAsync("Apply");
        await b.ShowsAsync("Milk");
        await other.PressSoonAsync("Undo");
        await b.ShowsAsync();
        Assert.Equal("half a sent", await b.Tab.EvaluateAsync<string>("document.querySelector('#todo-text').value"));
    }

    [Fact]
    public async Task Whoever_says_always_is_not_asked_again_until_they_want_to_be()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync("Milk");
        await b.AddAsync("Eggs");
        var panel = await new Panel(a).OpenAsync();
        var other = new Panel(b);
        await panel.PressAsync("Copy there", Second);
        await other.AsksAsync($"Always from {First}");
        await b.Tab.ClickAsync($"{Panel.Card} input");
        await other.PressAsync("Apply");
        await b.ShowsAsync("Milk");

        await b.AddAsync("Eggs");
        await a.AddAsync("Bread");
        await panel.PressAsync("Copy there", Second);
        await b.ShowsAsync("Milk", "Bread");

        await other.OpenAsync();
        await other.PressAsync("Ask again");
        await b.AddAsync("Eggs");
        await panel.PressAsync("Copy there", Second);
        await other.PressSoonAsync("Not now");
        await b.ShowsAsync("Milk", "Bread", "Eggs");
    }

    [Fact]
    public async Task What_is_sent_to_an_absent_device_is_listed_and_arrives_when_it_is_back()
    {
        var (a, b, panel) = await OpenWithOneAwayAsync();

        await panel.PressAsync("Copy there", Second);
        await panel.SaysAsync("Will arrive when it is back.");
        await panel.SaysAsync("Waiting to arrive");

        await b.Tab.GoAsync(Application.Address);
        await b.ShowsAsync("Milk");
        await panel.SaysAsync("Arrived.");
    }

    [Fact]
    public async Task What_waits_for_an_absent_device_can_be_canceled()
    {
        var (a, b, panel) = await OpenWithOneAwayAsync();
        await panel.PressAsync("Copy there", Second);
        await panel.SaysAsync("Waiting to arrive");

        await panel.PressAsync("Cancel", Second);
        await a.Tab.UntilAsync("liquid.waiting().length === 0");

        await b.Tab.GoAsync(Application.Address);
        await b.StartsAsync();
        await a.SeesAsync(b);
        await a.MigrateAsync(b);
        Assert.Equal(1, await b.Tab.EvaluateAsync<int>("liquid.history().length"));
    }

    [Fact]
    public async Task The_focus_stays_where_something_changes_elsewhere_and_near_what_goes_away()
    {
        var (a, _, panel) = await OpenWithOneAwayAsync();
        await panel.PressAsync("Copy there", Second);
        await panel.SaysAsync("Waiting to arrive");
        var cancel = $"[aria-label='{Second}: Cancel']";
        await panel.UntilAsync($"(root.querySelector(\"{cancel}\").focus(), true)");

        var third = await OpenAsync();
        await a.SeesAsync(third);
        await panel.UntilAsync($"root.activeElement?.matches(\"{cancel}\")");

        await panel.UntilAsync("(root.activeElement.click(), true)");
        await panel.UntilAsync("root.activeElement?.matches('.panel')");
    }

    [Fact]
    public async Task A_receipt_says_what_was_left_out_and_tells_more_on_demand()
    {
        var (a, _) = await OpenTwoAsync();
        await a.Tab.EvaluateAsync<object>(
            "void document.querySelector('main').append(Object.assign(document.createElement('script'), { textContent: '1' }))");
        var panel = await new Panel(a).OpenAsync();

        await panel.PressAsync("Copy there", Second);

        await panel.SaysAsync("Arrived. 1 thing was left out: a script.");
        await a.Tab.ClickAsync($"{Panel.Menu} .devices summary");
        await panel.SaysAsync("(script)");
    }

    [Fact]
    public async Task What_is_moved_while_the_relay_is_away_is_covered_at_once_and_can_be_taken_back()
    {
        var (a, b) = await OpenTwoAsync();
        await a.AddAsync("Milk");
        var panel = await new Panel(a).OpenAsync();
        await Application.StopAsync();
        await panel.TellsAsync("Not connected");
        await panel.SaysAsync("Was here");

        await panel.PressAsync("Move there", Second);
        await a.Tab.ShowsAsync(Panel.Cover, $"Will continue on {Second}");
        await panel.TellsAsync($"{Second}: Will go when the relay is back.");
        await panel.PressAsync("Take back");
        await panel.IsGoneAsync(Panel.Cover);
        Assert.Equal(0, await a.Tab.EvaluateAsync<int>("liquid.waiting().length"));

        await panel.OpenAsync();
        await panel.PressAsync("Move there", Second);
        Application.Start();
        await a.Tab.ShowsAsync(Panel.Cover, $"Continued on {Second}");
        await b.ShowsAsync("Milk");
    }

    /// <summary>Two people opened the page, one went elsewhere, and the other has written something and opened the panel.</summary>
    private async Task<(TodoPage Here, TodoPage Away, Panel Panel)> OpenWithOneAwayAsync()
    {
        var (here, away) = await OpenTwoAsync();
        await LeaveAsync(away, here);
        await here.AddAsync("Milk");
        return (here, away, await new Panel(here).OpenAsync());
    }
}
