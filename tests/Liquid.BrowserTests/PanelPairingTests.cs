using Liquid.BrowserTests.Browsers;

namespace Liquid.BrowserTests;

/// <summary>How a person brings a device in by the panel, and takes it out again.</summary>
public sealed class PanelPairingTests(InstalledBrowsers browsers) : TodoScenario(browsers, "paired")
{
    [Theory]
    [InlineData(Engine.Chromium, Engine.Firefox)]
    [InlineData(Engine.WebKit, Engine.Chromium)]
    public async Task A_code_that_one_shows_and_the_other_types_brings_them_together(Engine first, Engine second)
    {
        var desk = await OpenAsync(first);
        var phone = await OpenAsync(second);
        var shown = await new Panel(desk).OpenAsync();
        var typed = await new Panel(phone).OpenAsync();
        await shown.PressAsync("Add a device");
        await shown.SaysAsync("Good for 1:5");
        Assert.True(await shown.AskAsync<bool>("root.querySelector('canvas').checkVisibility()"));
        var code = await shown.AskAsync<string>("root.querySelector('.code').innerText.trim()");

        await typed.PressAsync("Add a device");
        await typed.UntilAsync("root.querySelector('.code')");
        await phone.Tab.FillAsync("liquid-panel form input", code);
        await typed.PressAsync("Join");

        await desk.SeesAsync(phone);
        await desk.AddAsync("Milk");
        await desk.MigrateAsync(phone);
        await phone.ShowsAsync("Milk");
    }

    [Fact]
    public async Task Whoever_opens_the_link_is_asked_and_a_device_that_came_is_removed_again()
    {
        var desk = await OpenAsync();
        var panel = await new Panel(desk).OpenAsync();
        await panel.PressAsync("Add a device");
        await panel.UntilAsync("root.querySelector('.code')");
        var code = await panel.AskAsync<string>("root.querySelector('.code').innerText.trim()");

        var phone = await OpenAsync(path: $"#liquid={code}");
        var asked = new Panel(phone);
        await asked.AsksAsync(code);
        await asked.PressAsync("Connect");
        await desk.SeesAsync(phone);
        Assert.Equal("", await phone.Tab.EvaluateAsync<string>("location.hash"));

        await panel.PressAsync("Add a device");
        await panel.PressSoonAsync("Remove");
        var id = await phone.IdAsync();
        await desk.Tab.UntilAsync($"liquid.instances().then(all => all.every(one => one.id !== '{id}'))");
        await phone.Tab.UntilAsync("!liquid.connected");
    }

    [Fact]
    public async Task A_wrong_code_is_told()
    {
        var desk = await OpenAsync();
        var panel = await new Panel(desk).OpenAsync();
        await panel.PressAsync("Add a device");
        await panel.UntilAsync("root.querySelector('.code')");
        await desk.Tab.FillAsync("liquid-panel form input", "222222");
        await panel.PressAsync("Join");

        await panel.SaysAsync("code");
        Assert.True(await desk.Tab.EvaluateAsync<bool>("liquid.connected"));
    }
}
