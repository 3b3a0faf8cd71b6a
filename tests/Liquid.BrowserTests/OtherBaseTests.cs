using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;
using Liquid.BrowserTests.Fidelity;

namespace Liquid.BrowserTests;

/// <summary>A page that is another for everybody, sent to somebody who is away by somebody who then goes.</summary>
public sealed class OtherBaseTests(InstalledBrowsers browsers)
{
    [Fact]
    public async Task Who_comes_back_takes_over_what_fits_though_the_sender_and_its_page_are_gone()
    {
        await using var application = await FidelityApplication.StartAsync();
        var page = new Uri(application.Address, "greeting.html");
        await using var b = await browsers.OpenAsync(Engine.Firefox);
        await GoAsync(b, page);
        var id = await b.EvaluateAsync<string>("liquid.id");
        string sent;
        await using (var a = await browsers.OpenAsync(Engine.Chromium))
        {
            await GoAsync(a, page);
            sent = await a.EvaluateAsync<string>("fingerprint");
            await b.GoAsync(new Uri("about:blank"));
            await a.UntilAsync($"liquid.instances().then(all => all.some(one => one.id === '{id}' && !one.online))");
            await a.EvaluateAsync<object>("scenario.act()");

            // The second is committed behind the base that the relay asked for after the first.
            Assert.Equal("waiting", (await SendAsync(a, id)).Status);
            Assert.Equal("waiting", (await SendAsync(a, id)).Status);
        }

        await GoAsync(b, page);

        await b.UntilAsync("document.querySelector('#notes').innerText.includes('Second')");
        Assert.NotEqual(sent, await b.EvaluateAsync<string>("fingerprint"));
        Assert.Equal("half a no", await b.EvaluateAsync<string>("document.querySelector('[name=note]').value"));
        Assert.True(await b.EvaluateAsync<bool>("JSON.stringify(own()) === atLoad"), "Its own greeting or token is gone.");
    }

    private static async Task GoAsync(IBrowserPage tab, Uri page)
    {
        await tab.GoAsync(page);
        await tab.UntilAsync("window.liquid?.connected");
    }

    private static Task<Receipt> SendAsync(IBrowserPage from, string to) =>
        from.EvaluateAsync<Receipt>($"liquid.migrate('{to}')");
}
