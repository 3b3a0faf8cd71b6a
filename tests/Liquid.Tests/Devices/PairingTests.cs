using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Liquid.Tests.Stores;

namespace Liquid.Tests.Devices;

public sealed class PairingTests
{
    [Fact]
    public async Task A_code_brings_another_device_into_the_space_and_its_windows_follow()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var b = await phone.JoinAsync("B");

        Assert.Equal(HttpStatusCode.NoContent, await phone.JoinByAsync(await desk.InviteAsync()));

        Assert.Equal(4002, await b.Socket.HearCloseAsync());
        using var moved = await phone.JoinAsync(b.Identity);
        Assert.Equal(["A", "B"], PairedSpacesTests.NamesIn(moved));
        await a.HearPresenceAsync("joined");
        await moved.MigrateAsync(1, a.Id, "hello");
        Assert.Equal("hello", (await a.HearAsync("message")).Text);
        Assert.Single(phone.Jar.GetAllCookies());
    }

    [Fact]
    public async Task Whoever_holds_a_copy_of_the_former_ticket_does_not_come_along()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var b = await phone.JoinAsync("B");
        var former = phone.Cookies;

        await phone.JoinByAsync(await desk.InviteAsync());

        Assert.DoesNotContain("\"A\"", await ListWithAsync(relay, former));
        Assert.Equal(4002, await b.Socket.HearCloseAsync());
        using var late = await PairedSpacesTests.AskWithAsync(relay, former);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
    }

    [Fact]
    public async Task The_instances_of_a_device_that_moved_are_forgotten_where_it_was()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var tablet = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var b = await phone.JoinAsync("B");
        await tablet.JoinByAsync(await phone.InviteAsync());
        using var c = await tablet.JoinAsync("C");

        await phone.JoinByAsync(await desk.InviteAsync());

        Assert.Equal(b.Id, (string)(await c.HearPresenceAsync("forgotten"))["instance"]!["id"]!);
        Assert.Equal(["C"], await tablet.NamesAsync());
    }

    [Fact]
    public async Task A_script_without_a_ticket_joins_by_a_code_too()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var script = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        var code = await desk.InviteAsync();

        // As somebody types it.
        await script.JoinByAsync($" {code[..3].ToLowerInvariant()}-{code[3..]} ");

        Assert.Equal(["A"], await script.NamesAsync());
    }

    [Fact]
    public async Task An_invitation_is_a_code_a_link_to_the_page_that_asks_and_a_time()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(options => options.Spaces = "paired", time);
        using var desk = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");

        var invitation = await desk.ReadAsync(HttpMethod.Post, "pair");
        var code = (string)invitation["code"]!;

        Assert.Matches("^[2-9A-HJKMNP-TV-Z]{6}$", code);
        Assert.Equal($"{relay.Origin}/#liquid={code}", (string)invitation["link"]!);
        Assert.Equal(time.GetUtcNow().AddMinutes(2), (DateTimeOffset)invitation["expires"]!);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{relay.Origin}/liquid/pair")
        {
            Headers = { { "Origin", relay.Origin }, { "Referer", $"{relay.Origin}/deep/page?x=1#there" }, { "Cookie", desk.Cookies } },
        };
        using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var fromPage = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        Assert.StartsWith($"{relay.Origin}/deep/page?x=1#liquid=", (string)fromPage!["link"]!);
    }

    [Fact]
    public async Task Wrong_used_and_expired_codes_are_answered_alike()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(options => options.Spaces = "paired", time);
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        var used = await desk.InviteAsync();
        await phone.JoinByAsync(used);
        var expired = await desk.InviteAsync();
        time.Advance(TimeSpan.FromMinutes(2));

        var answers = new List<string>();
        foreach (var code in new[] { used, expired, "AAAAAA", "", "no code at all" })
        {
            using var response = await phone.AskAsync(HttpMethod.Post, "pair/join", new { code });
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.False(response.Headers.Contains("Set-Cookie"));
            var problem = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
            problem!.Remove("traceId");
            answers.Add(problem.ToJsonString());
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("unknown_code", answers[0]);
    }

    [Theory]
    [InlineData("MaxPairingAttemptsPerAddress", 3, 1000)]
    [InlineData("MaxPairingAttempts", 1000, 3)]
    public async Task Who_guesses_has_to_wait(string option, int perAddress, int all)
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(
            options => (options.Spaces, options.MaxPairingAttemptsPerAddress, options.MaxPairingAttempts) = ("paired", perAddress, all),
            time);
        using var desk = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var phone = new TestBrowser(relay);
        var code = await desk.InviteAsync();
        for (var guess = 0; guess < 3; guess++)
        {
            Assert.Equal(HttpStatusCode.NotFound, await phone.JoinByAsync("AAAAAA"));
        }

        using var refused = await phone.AskAsync(HttpMethod.Post, "pair/join", new { code });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains(option, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter!.Delta);
        var problem = await refused.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        Assert.Equal(("rate_limited", true, 20_000), ((string)problem!["code"]!, (bool)problem["retryable"]!, (int)problem["retryAfterMs"]!));

        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.NoContent, await phone.JoinByAsync(code));
    }

    [Fact]
    public async Task Who_leaves_is_cut_off_and_comes_back_as_a_stranger()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        await phone.JoinByAsync(await desk.InviteAsync());
        using var b = await phone.JoinAsync("B");

        Assert.Equal(HttpStatusCode.NoContent, await phone.StatusAsync(HttpMethod.Post, "leave"));

        Assert.Equal(4106, await b.Socket.HearCloseAsync());
        Assert.Empty(phone.Cookies);
        Assert.Equal(b.Id, (string)(await a.HearPresenceAsync("forgotten"))["instance"]!["id"]!);
        using var again = await phone.JoinAsync("B");
        Assert.Equal(["B"], PairedSpacesTests.NamesIn(again));
    }

    [Fact]
    public async Task Devices_are_listed_by_the_name_of_what_was_last_open_on_them()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var stranger = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        await phone.JoinByAsync(await desk.InviteAsync());
        using var b = await phone.JoinAsync("B");
        using var c = await stranger.JoinAsync("C");

        var devices = (await phone.ReadAsync(HttpMethod.Get, "devices")).AsArray();

        Assert.Equal([("A", false), ("B", true)], devices.Select(device => ((string)device!["name"]!, (bool)device["self"]!)));
        Assert.All(devices, device => Assert.InRange((DateTimeOffset)device!["seen"]!, (DateTimeOffset)device["added"]!, DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_removed_device_is_cut_off_and_its_ticket_is_good_for_nothing_any_more()
    {
        using var folder = new TemporaryFolder();
        await using var relay = await PairedSpacesTests.StartAsync(folder);
        using var desk = new TestBrowser(relay);
        using var phone = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        await phone.JoinByAsync(await desk.InviteAsync());
        using var b = await phone.JoinAsync("B");
        var id = (string)(await phone.ReadAsync(HttpMethod.Get, "devices")).AsArray().Single(device => (bool)device!["self"]!)!["id"]!;

        Assert.Equal(HttpStatusCode.NoContent, await desk.StatusAsync(HttpMethod.Delete, $"devices/{id}"));

        Assert.Equal(4106, await b.Socket.HearCloseAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await phone.StatusAsync(HttpMethod.Get, "instances"));
        Assert.Equal(HttpStatusCode.Forbidden, await phone.StatusAsync(HttpMethod.Post, "pair"));
        using var again = await phone.JoinAsync(b.Identity);
        Assert.Equal(["B"], PairedSpacesTests.NamesIn(again));
        Assert.Single(phone.Jar.GetAllCookies());
    }

    [Fact]
    public async Task A_device_of_another_space_is_as_unknown_as_one_that_never_was()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var stranger = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var b = await stranger.JoinAsync("B");
        var id = (string)(await desk.ReadAsync(HttpMethod.Get, "devices"))[0]!["id"]!;
        var never = Identity.Token();

        Assert.Equal(
            await ProblemAsync(stranger, $"devices/{id}", id),
            await ProblemAsync(stranger, $"devices/{never}", never));
        Assert.Empty(await a.HearRestAsync());
    }

    [Fact]
    public async Task Where_devices_do_not_enter_by_tickets_there_is_nothing_to_pair()
    {
        await using var relay = await TestRelay.StartAsync();
        using var browser = new TestBrowser(relay);

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "pair"), (HttpMethod.Post, "pair/join"), (HttpMethod.Post, "leave"), (HttpMethod.Get, "devices"), (HttpMethod.Delete, "devices/x"),
        })
        {
            using var response = await browser.AskAsync(method, path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("not_paired", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"code\":1}")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"code\":\"A\",\"code\":\"B\"}")]
    public async Task What_is_no_code_at_all_is_a_bad_message(string body)
    {
        await using var relay = await PairedSpacesTests.StartAsync();

        using var content = new StringContent(body);
        using var response = await relay.Http.PostAsync("/liquid/pair/join", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static async Task<string> ListWithAsync(TestRelay relay, string cookies)
    {
        using var response = await PairedSpacesTests.AskWithAsync(relay, cookies);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> ProblemAsync(TestBrowser browser, string path, string id)
    {
        using var response = await browser.AskAsync(HttpMethod.Delete, path);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        problem!.Remove("traceId");
        return problem.ToJsonString().Replace(id, "ID");
    }
}
