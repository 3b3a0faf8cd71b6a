using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests;

/// <summary>
/// A phone that reaches the laptop by plain http, as in a network at home: no secure context, so without much that browsers keep for those.
/// </summary>
public sealed class LanTests(InstalledBrowsers browsers) : TodoScenario(browsers, "paired")
{
    private Uri Local => new UriBuilder(Application.Address) { Host = "localhost" }.Uri;

    private Uri Lan => new UriBuilder(Application.Address) { Host = InstalledBrowsers.LanName }.Uri;

    [Theory]
    [InlineData(Engine.Chromium)]
    [InlineData(Engine.Firefox)]
    public async Task A_code_brings_it_in_and_what_is_copied_moved_and_taken_back_arrives_both_ways(Engine engine)
    {
        var desk = await OpenAsync(Local);
        var phone = await OpenAsync(Lan, engine);
        Assert.True(await desk.Tab.EvaluateAsync<bool>("isSecureContext"));
        Assert.False(await phone.Tab.EvaluateAsync<bool>("isSecureContext || !!crypto.subtle"));
        var (shown, typed) = (await new Panel(desk).OpenAsync(), await new Panel(phone).OpenAsync());
        await shown.PressAsync("Add a device");
        var code = await PanelPairingTests.CodeAsync(shown);
        await typed.PressAsync("Add a device");
        // Whoever is there by an address that others reach shows it as a picture.
        await typed.UntilAsync("root.querySelector('canvas')");
        await phone.Tab.FillAsync("liquid-panel form input", code);
        await typed.PressAsync("Join");
        await desk.SeesAsync(phone);
        await desk.Tab.EvaluateAsync<object>("liquid.rename('Desk')");
        await phone.Tab.EvaluateAsync<object>("liquid.rename('Phone')");

        await desk.AddAsync("Milk");
        await shown.SaysAsync("Phone");
        await shown.PressAsync("Copy there", "Phone");
        await shown.SaysAsync("Arrived.");
        await phone.ShowsAsync("Milk");

        await phone.AddAsync("Bread");
        await typed.SaysAsync("Desk");
        await typed.PressAsync("Move there", "Desk");
        await phone.Tab.ShowsAsync(Panel.Cover, "Continued on Desk");
        await desk.ShowsAsync("Milk", "Bread");
        await desk.TickAsync(1);
        await typed.PressAsync("Take back");
        await phone.ShowsAsync("✓ Milk", "Bread");
        Assert.Empty(phone.Tab.Complaints);
    }

    [Theory]
    [InlineData(Engine.Chromium)]
    [InlineData(Engine.Firefox)]
    public async Task Its_own_link_brings_another_one_in(Engine engine)
    {
        var phone = await OpenAsync(Lan);
        var link = await phone.Tab.EvaluateAsync<string>("liquid.pair().then(({ links }) => links[0])");
        Assert.StartsWith(Lan.ToString(), link, StringComparison.Ordinal);

        var other = await OpenAsync(new Uri(link), engine);
        var asked = new Panel(other);
        await asked.AsksAsync(link[^6..]);
        await asked.PressAsync("Connect");

        await phone.SeesAsync(other);
        await other.AddAsync("Milk");
        await other.MigrateAsync(phone);
        await phone.ShowsAsync("Milk");
        await other.Tab.ReloadAsync();
        await other.StartsAsync();
        await phone.SeesAsync(other);
    }
}
