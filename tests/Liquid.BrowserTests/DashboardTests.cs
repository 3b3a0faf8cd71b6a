using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests;

public sealed class DashboardTests(InstalledBrowsers browsers) : TodoScenario(browsers)
{
    private const string Hostile = "<img src=x onerror=document.title=1>";

    /// <summary>An instance of its own making, whose name and whose receipt for another are hostile.</summary>
    private const string Attack = $$"""
        new Promise(done => {
          const socket = new WebSocket(location.origin.replace("http", "ws") + "/liquid/socket", "liquid.v1");
          const say = (envelope, body = "") => socket.send(JSON.stringify(envelope) + "\n" + body);
          const token = "AAAAAAAAAAAAAAAAAAAAAA";
          socket.onopen = () =>
            say({ type: "hello", versions: [1], instance: token, key: token, name: "{{Hostile}}", page: location.origin + "/{{Hostile}}" });
          socket.onmessage = ({ data }) => {
            const { type } = JSON.parse(data.split("\n")[0]);
            const receipt = { status: "applied", applied: 1, leftOut: [{ reason: "{{Hostile}}", what: "{{Hostile}}" }] };
            if (type === "welcome") say({ type: "send", id: 1, to: liquid.id, kind: "receipt", re: 1 }, JSON.stringify(receipt));
            if (type === "sent") done(true);
          };
        })
        """;

    [Theory]
    [InlineData(Engine.Chromium)]
    [InlineData(Engine.Firefox)]
    [InlineData(Engine.WebKit)]
    public async Task It_shows_who_is_there_what_waits_and_what_is_answered_as_it_happens(Engine engine)
    {
        var dashboard = await OpenDashboardAsync(engine);
        await dashboard.ShowsAsync("#no-spaces", "No page is open");

        var (a, b) = await OpenTwoAsync();
        await a.Tab.EvaluateAsync<object>("liquid.rename('Laptop')");
        await b.Tab.EvaluateAsync<object>("liquid.rename('Phone')");
        await dashboard.ShowsAsync("#spaces", "2 online");
        await dashboard.ShowsAsync("#spaces", "Laptop");
        await dashboard.ShowsAsync("#spaces", "Phone");
        await a.AddAsync("Milk");
        await a.MigrateAsync(b);
        await dashboard.ShowsAsync("#receipts", "Phone → Laptop");
        await dashboard.ShowsAsync("#receipts", "Applied");

        var id = await LeaveAsync(b, a);
        await a.Tab.EvaluateAsync<object>($"void liquid.migrate('{id}')");
        await dashboard.ShowsAsync("#spaces", "1 message waiting");
        await dashboard.ShowsAsync("#spaces", "migration: Laptop → Phone");
        await dashboard.ShowsAsync("#spaces", "Away");
        Assert.DoesNotContain("Milk", await dashboard.EvaluateAsync<string>("document.documentElement.textContent"));
    }

    [Fact]
    public async Task Hostile_names_addresses_and_remarks_are_shown_as_text()
    {
        var dashboard = await OpenDashboardAsync();
        var a = await OpenAsync();

        await a.Tab.EvaluateAsync<bool>(Attack);

        await dashboard.ShowsAsync("#spaces .instances", Hostile);
        await dashboard.ShowsAsync("#receipts .who", $"{Hostile} → ");
        await dashboard.ShowsAsync("#receipts .remarks", $"{Hostile} ({Hostile})");
        await dashboard.ClickAsync($"[aria-label='Remove {Hostile}']");
        await dashboard.ShowsAsync("#remove-title", $"Remove {Hostile}?");
        Assert.Equal(0, await dashboard.EvaluateAsync<int>("document.querySelectorAll('main img, dialog img').length"));
        Assert.Equal("Liquid dashboard", await dashboard.EvaluateAsync<string>("document.title"));
        Assert.Empty(dashboard.Complaints);
    }

    [Fact]
    public async Task A_migration_is_pasted_and_goes_to_all()
    {
        var dashboard = await OpenDashboardAsync();
        var (a, b) = await OpenTwoAsync();
        await dashboard.ShowsAsync("#spaces", "2 online");

        await dashboard.ClickAsync("#spaces .space-head button");
        await dashboard.ClickAsync("#send-go");
        await dashboard.ShowsAsync("#send-problem", "Paste a migration");
        await dashboard.FillAsync("#send-text", """{"patch":{"base":"9f86d081884c7d65"}}""");
        await dashboard.ClickAsync("#send-go");

        await dashboard.ShowsAsync("#said", "to 2 instances, 2 of them online");
        Assert.Empty(await dashboard.EvaluateAsync<string>("document.querySelector('#send-text').value"));
    }

    [Fact]
    public async Task Whoever_is_removed_is_gone_and_is_told()
    {
        var dashboard = await OpenDashboardAsync();
        var a = await OpenAsync();
        await a.Tab.EvaluateAsync<object>("liquid.rename('Laptop')");
        await dashboard.ShowsAsync("#spaces", "Laptop");

        await dashboard.ClickAsync("[aria-label='Remove Laptop']");
        await dashboard.ShowsAsync("#remove-title", "Remove Laptop?");
        await dashboard.ClickAsync("#remove-go");

        await dashboard.ShowsAsync("#said", "Laptop is removed.");
        await dashboard.UntilAsync("document.querySelectorAll('#spaces .instances > li').length === 0");
    }

    [Fact]
    public async Task The_keyboard_closes_a_dialog_and_is_back_where_it_was()
    {
        var dashboard = await OpenDashboardAsync();
        var a = await OpenAsync();
        await dashboard.ShowsAsync("#spaces", "1 online");
        await dashboard.EvaluateAsync<object>("document.querySelector('.verbs button').focus()");

        await dashboard.PressAsync("Enter");
        Assert.True(await dashboard.EvaluateAsync<bool>("document.querySelector('#send').open"));
        await dashboard.PressAsync("Escape");

        Assert.False(await dashboard.EvaluateAsync<bool>("document.querySelector('#send').open"));
        Assert.StartsWith("Send to", await dashboard.EvaluateAsync<string>("document.activeElement.ariaLabel"));
        await a.Tab.EvaluateAsync<object>("liquid.rename('Kitchen')");
        await dashboard.ShowsAsync("#spaces", "Kitchen");
        Assert.Equal("Send to Kitchen", await dashboard.EvaluateAsync<string>("document.activeElement.ariaLabel"));
    }

    [Fact]
    public async Task It_says_that_the_relay_is_away_and_goes_on_when_it_is_back()
    {
        var dashboard = await OpenDashboardAsync();
        await dashboard.ShowsAsync("#live", "Live");

        await Application.StopAsync();
        await dashboard.ShowsAsync("#live", "Not connected");
        Application.Start();

        await dashboard.ShowsAsync("#live", "Live");
    }

    [Theory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Forced)]
    [InlineData(Look.Phone)]
    public async Task Nobody_is_kept_out_however_their_screen_is_set_up(Look look)
    {
        var dashboard = await OpenDashboardAsync(look: look);
        await Axe.CheckAsync(dashboard);
        var (a, b) = await OpenTwoAsync();
        await a.MigrateAsync(b);
        var id = await LeaveAsync(b, a);
        await a.Tab.EvaluateAsync<object>($"void liquid.migrate('{id}')");
        await dashboard.ShowsAsync("#receipts", "Applied");
        await dashboard.ShowsAsync("#spaces", "1 message waiting");
        await Axe.CheckAsync(dashboard);

        await dashboard.ClickAsync("#spaces .space-head button");
        await dashboard.ClickAsync("#send-go");
        await dashboard.ShowsAsync("#send-problem", "Paste a migration");
        await Axe.CheckAsync(dashboard);
        await dashboard.PressAsync("Escape");
        await dashboard.ClickAsync("li:nth-child(1) > .verbs .danger");
        await Axe.CheckAsync(dashboard);
    }

    private async Task<IBrowserPage> OpenDashboardAsync(Engine engine = Engine.Chromium, Look look = Look.Light)
    {
        var tab = await OpenTabAsync(engine, look);
        await tab.GoAsync(new Uri(Application.Address, "liquid/"));
        await tab.ShowsAsync("#live", "Live");
        return tab;
    }
}
