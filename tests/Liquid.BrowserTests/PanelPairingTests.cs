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
        // A picture of it would lead a phone to the phone.
        await shown.SaysAsync("Only this computer reaches this address.");
        Assert.False(await shown.AskAsync<bool>("!!root.querySelector('canvas')"));
        var code = await CodeAsync(shown);

        await typed.PressAsync("Add a device");
        await typed.UntilAsync("root.querySelector('.code')");
        await phone.Tab.FillAsync("liquid-panel form input", code);
        await typed.PressAsync("Join");

        await desk.SeesAsync(phone);
        await shown.TellsAsync(": Here now");
        await desk.AddAsync("Milk");
        await desk.MigrateAsync(phone);
        await phone.ShowsAsync("Milk");
    }

    [Fact]
    public async Task Where_the_relay_is_reached_by_several_addresses_each_has_its_picture()
    {
        var desk = await OpenAsync();
        // As a relay answers that listens on all addresses, which one under test does not.
        await desk.Tab.EvaluateAsync<object>(
            """
            void (ask => {
              window.fetch = async (...request) => {
                const answer = await ask(...request);
                if (!String(request[0]).endsWith("/pair")) return answer;
                return Response.json({ ...(await answer.json()), origins: ["http://192.168.1.20:5080", "http://[2001:db8::20]:5080"] });
              };
            })(window.fetch)
            """);
        var panel = await new Panel(desk).OpenAsync();
        await panel.PressAsync("Add a device");
        await panel.UntilAsync("root.querySelector('.code')");
        const string Picture = "root.querySelector('canvas').toDataURL()";
        var first = await panel.AskAsync<string>(Picture);
        Assert.Equal(
            ["192.168.1.20:5080", "[2001:db8::20]:5080", Application.Address.Authority],
            await panel.AskAsync<string[]>("[...root.querySelectorAll('option')].map(one => one.textContent)"));
        await panel.SaysAsync("http://192.168.1.20:5080/");

        await panel.AskAsync<object>(
            "void (select => { select.selectedIndex = 1; select.dispatchEvent(new Event('change')); })(root.querySelector('select'))");

        await panel.SaysAsync("http://[2001:db8::20]:5080/");
        Assert.NotEqual(first, await panel.AskAsync<string>(Picture));
    }

    [Fact]
    public async Task A_code_that_was_asked_for_while_the_relay_was_away_comes_when_it_is_back()
    {
        var desk = await OpenAsync();
        var panel = await new Panel(desk).OpenAsync();
        await Application.StopAsync();
        await panel.SaysAsync("Not connected");

        await panel.PressAsync("Add a device");
        await panel.UntilAsync("root.querySelector('.invite').textContent === '' && !root.querySelector('.invite').hidden");
        Application.Start();

        await panel.UntilAsync("root.querySelector('.code')");
        await panel.TellsAsync("Connected.");
    }

    [Fact]
    public async Task A_link_whose_code_is_not_good_any_more_says_so_where_it_is_opened()
    {
        var phone = await OpenAsync(path: "#liquid=222222");
        var asked = new Panel(phone);
        await asked.AsksAsync("222222");

        await asked.PressAsync("Connect");

        await asked.AsksAsync("This code is wrong");
    }

    [Fact]
    public async Task Whoever_opens_the_link_is_asked_and_a_device_that_came_is_removed_again()
    {
        var desk = await OpenAsync();
        var panel = await new Panel(desk).OpenAsync();
        await panel.PressAsync("Add a device");
        var code = await CodeAsync(panel);

        var phone = await OpenAsync(path: $"#liquid={code}");
        var asked = new Panel(phone);
        await asked.AsksAsync(code);
        await asked.PressAsync("Connect");
        await asked.AsksAsync("Connected.");
        await desk.SeesAsync(phone);
        Assert.Equal("", await phone.Tab.EvaluateAsync<string>("location.hash"));

        await panel.PressAsync("Add a device");
        await panel.PressSoonAsync("Remove");
        var id = await phone.IdAsync();
        await desk.Tab.UntilAsync($"liquid.instances().then(all => all.every(one => one.id !== '{id}'))");
        await phone.Tab.UntilAsync("!liquid.connected");
    }

    [Fact]
    public async Task Every_word_of_it_is_the_applications_to_choose()
    {
        var desk = await OpenAsync();
        await desk.Tab.UntilAsync("document.querySelector('liquid-panel')");
        await desk.Tab.EvaluateAsync<object>(
            """
            Promise.all([import("/liquid/panel.js"), import("/liquid/panel.de.js")]).then(([{ openPanel }, { german }]) => {
              const texts = {};
              for (const [key, text] of Object.entries(german)) texts[key] = typeof text === "function" ? () => "§" : "§";
              document.querySelector("liquid-panel").remove();
              openPanel(liquid, { texts: { ...texts, lang: "de", reasons: { unknown_code: "§" } } });
            })
            """);
        var panel = await new Panel(desk).OpenAsync();
        await panel.AskAsync<object>("void root.querySelector('.plain').click()");
        await CodeAsync(panel);
        await desk.Tab.FillAsync("liquid-panel form input", "222222");
        await panel.AskAsync<object>("void root.querySelector('form button').click()");
        await panel.TellsAsync("§");

        // What is left are this browser's name, the address and the code.
        Assert.Empty(await panel.AskAsync<string[]>(
            """
            [...root.querySelectorAll("*")]
              .flatMap(one => [one.ariaLabel ?? "", ...[...one.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data)])
              .filter(text => /\p{L}{2}/u.test(text) && ![liquid.name, location.href, root.querySelector(".code").textContent].includes(text))
            """));
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

    /// <summary>The code that a panel shows.</summary>
    internal static async Task<string> CodeAsync(Panel panel)
    {
        await panel.UntilAsync("root.querySelector('.code')");
        return await panel.AskAsync<string>("root.querySelector('.code').innerText.trim()");
    }
}
