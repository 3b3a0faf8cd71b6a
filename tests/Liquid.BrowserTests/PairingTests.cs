using Liquid.BrowserTests.Browsers;
using Liquid.BrowserTests.Demo;

namespace Liquid.BrowserTests;

/// <summary>Who sees whom where each browser has a space of its own, and how two of them come together.</summary>
public sealed class PairingTests(InstalledBrowsers browsers) : TodoScenario(browsers, "paired")
{
    [Theory]
    [InlineData(Engine.Chromium)]
    [InlineData(Engine.Firefox)]
    [InlineData(Engine.WebKit)]
    public async Task Two_windows_of_one_browser_see_each_other_and_another_browser_sees_nobody(Engine engine)
    {
        var a = await OpenAsync(engine);
        var b = new TodoPage(await a.Tab.DuplicateAsync());
        await b.StartsAsync();
        var stranger = await OpenAsync(engine);

        await a.SeesAsync(b);
        await a.AddAsync("Milk");
        await a.MigrateAsync(b);
        await b.ShowsAsync("Milk");
        Assert.Equal(await stranger.IdAsync(), Assert.Single(await stranger.InstancesAsync()).Id);
        Assert.Equal("", await a.Tab.EvaluateAsync<string>("document.cookie"));
    }

    [Theory]
    [InlineData(Engine.Chromium)]
    [InlineData(Engine.Firefox)]
    [InlineData(Engine.WebKit)]
    public async Task Windows_that_a_new_browser_opens_at_once_see_each_other(Engine engine)
    {
        var tab = await OpenTabAsync(engine);
        await tab.GoAsync(new Uri(Application.Address, "todo.css"));

        await tab.EvaluateAsync<object>(
            "void [1, 2, 3, 4].forEach(() => document.body.appendChild(document.createElement('iframe')).src = '/')");

        await tab.UntilAsync(
            "Promise.all([0, 1, 2, 3].map(i => frames[i].liquid?.connected ? frames[i].liquid.instances() : []))"
            + ".then(lists => lists.every(list => list.filter(one => one.online).length === 4))");
    }

    [Theory]
    [InlineData(Engine.Chromium, Engine.Firefox)]
    [InlineData(Engine.WebKit, Engine.Chromium)]
    public async Task A_code_brings_another_browser_into_the_space_and_leaving_takes_it_out(Engine first, Engine second)
    {
        var desk = await OpenAsync(first);
        var phone = await OpenAsync(second);
        var window = new TodoPage(await phone.Tab.DuplicateAsync());
        await window.StartsAsync();

        var code = await desk.Tab.EvaluateAsync<string>("liquid.pair().then(({ code }) => code)");
        await phone.Tab.EvaluateAsync<object>($"liquid.join('{code}')");

        await desk.SeesAsync(phone);
        await desk.SeesAsync(window);
        await desk.AddAsync("Milk");
        await desk.MigrateAsync(window);
        await window.ShowsAsync("Milk");
        Assert.Equal(2, await desk.Tab.EvaluateAsync<int>("liquid.devices().then(all => all.length)"));

        var id = await window.IdAsync();
        await phone.Tab.EvaluateAsync<object>("liquid.leave()");
        await desk.Tab.UntilAsync($"liquid.instances().then(all => all.every(one => one.id !== '{id}'))");
        Assert.False(await window.Tab.EvaluateAsync<bool>("liquid.connected"));
        await window.Tab.ReloadAsync();
        await window.StartsAsync();
        Assert.Single(await window.InstancesAsync());
    }

    [Fact]
    public async Task Who_opens_the_link_of_an_invitation_is_asked_first()
    {
        var desk = await OpenAsync();
        var phone = await OpenAsync();
        async Task FollowAsync(bool wanted)
        {
            var link = await desk.Tab.EvaluateAsync<string>("liquid.pair().then(({ links }) => links[0])");
            await phone.Tab.EvaluateAsync<object>($"void (location.href = '{link}')");
            await new Panel(phone).AsksAsync(link[^6..]);
            Assert.Equal("", await phone.Tab.EvaluateAsync<string>("location.hash"));
            await new Panel(phone).PressAsync(wanted ? "Connect" : "Not now");
        }

        await FollowAsync(wanted: false);
        Assert.Single(await phone.InstancesAsync());
        await FollowAsync(wanted: true);

        await desk.SeesAsync(phone);
        await phone.SeesAsync(desk);
    }

    [Fact]
    public async Task Any_page_script_can_drive_the_endpoints_and_a_removed_device_stays_away_until_it_is_loaded_again()
    {
        var desk = await OpenAsync();
        var phone = await OpenAsync();
        var code = await desk.Tab.EvaluateAsync<string>("fetch('/liquid/pair', { method: 'POST' }).then(r => r.json()).then(({ code }) => code)");
        Assert.Equal(204, await phone.Tab.EvaluateAsync<int>(
            $"fetch('/liquid/pair/join', {{ method: 'POST', body: JSON.stringify({{ code: '{code}' }}) }}).then(r => r.status)"));
        await desk.SeesAsync(phone);
        await phone.Tab.EvaluateAsync<object>("void liquid.addEventListener('disconnected', event => { window.ended = event.detail; })");

        await desk.Tab.EvaluateAsync<object>(
            "liquid.devices().then(all => liquid.removeDevice(all.find(device => !device.self).id))");

        await phone.Tab.UntilAsync("window.ended?.code === 4106 && window.ended.error.message.includes('Reload')");
        await phone.Tab.ReloadAsync();
        await phone.StartsAsync();
        Assert.Single(await phone.InstancesAsync());
        Assert.Equal(1, await desk.Tab.EvaluateAsync<int>("liquid.devices().then(all => all.length)"));
    }
}
