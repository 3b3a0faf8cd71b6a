using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.CrossOrigin;

namespace Liquid.BrowserTests;

/// <summary>A page of another origin than its relay's, which the relay's AllowedOrigins lists.</summary>
public sealed class CrossOriginTests(InstalledBrowsers browsers)
{
    [Theory]
    [InlineData(Engine.Chromium)]
    [InlineData(Engine.Firefox)]
    [InlineData(Engine.WebKit)]
    public async Task Its_browsers_come_together_by_a_code_and_part_again(Engine engine)
    {
        await using var application = await SplitApplication.StartAsync();
        await using var desk = await browsers.OpenAsync(engine);
        await using var phone = await browsers.OpenAsync(engine);
        await desk.GoAsync(application.Page);
        await phone.GoAsync(application.Page);
        await desk.UntilAsync("window.liquid?.connected");
        await phone.UntilAsync("window.liquid?.connected");

        var link = await desk.EvaluateAsync<string>("liquid.pair().then(({ links }) => links.join())");
        Assert.StartsWith($"{application.Page}#liquid=", link, StringComparison.Ordinal);
        await phone.EvaluateAsync<object>($"liquid.join('{link[^6..]}')");
        await desk.UntilAsync("liquid.instances().then(all => all.filter(one => one.online).length === 2)");

        await desk.EvaluateAsync<object>("void liquid.addEventListener('disconnected', event => { window.ended = event.detail.code; })");
        await phone.EvaluateAsync<object>(
            "liquid.devices().then(all => liquid.removeDevice(all.find(device => !device.self).id))");
        await desk.UntilAsync("window.ended === 4106");
        await phone.EvaluateAsync<object>("liquid.leave()");
        await phone.ReloadAsync();
        await phone.UntilAsync("window.liquid?.connected");
        Assert.Equal(1, await phone.EvaluateAsync<int>("liquid.instances().then(all => all.length)"));
    }
}
