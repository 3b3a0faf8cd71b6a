using System.Net;
using Liquid.Tests.Stores;

namespace Liquid.Tests.Devices;

public sealed class PairedSpacesTests
{
    [Fact]
    public async Task Two_windows_of_one_browser_see_each_other_and_a_stranger_sees_nobody()
    {
        await using var relay = await StartAsync();
        using var browser = new TestBrowser(relay);
        using var stranger = new TestBrowser(relay);
        using var a = await browser.JoinAsync("A");
        using var b = await browser.JoinAsync("B");
        using var c = await stranger.JoinAsync("C");

        Assert.Equal(["A", "B"], NamesIn(b));
        Assert.Equal(["C"], NamesIn(c));
        Assert.Equal(["A", "B"], await browser.NamesAsync());
        Assert.Equal(["C"], await stranger.NamesAsync());
        Assert.Equal(1, (int)(await a.MigrateAsync(1, "*"))["targets"]!);
        await c.SendAsync(1, a.Id);
        Assert.Equal("unknown_target", (string)(await c.HearAsync("error"))["code"]!);
        Assert.DoesNotContain(await c.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task A_newcomer_gets_the_ticket_with_the_socket_and_has_to_come_again_with_it()
    {
        await using var relay = await StartAsync();
        using var browser = new TestBrowser(relay);

        using var socket = await browser.OpenAsync();

        Assert.Equal(4002, await socket.HearCloseAsync());
        var cookie = Assert.Single(browser.Jar.GetCookies(new Uri($"{relay.Origin}/liquid/socket")));
        Assert.True(cookie.HttpOnly);
        Assert.Equal("/liquid", cookie.Path);
        Assert.True(cookie.Expires > DateTime.Now.AddDays(300));
        Assert.Empty(browser.Jar.GetCookies(new Uri($"{relay.Origin}/other")));
        using var a = await browser.JoinAsync();
        Assert.Single(browser.Jar.GetAllCookies());
    }

    [Fact]
    public async Task Two_windows_that_a_new_browser_opens_at_once_end_up_in_one_space()
    {
        await using var relay = await StartAsync();
        using var browser = new TestBrowser(relay);

        // Each window comes without a ticket, since the other's is still on its way, and gets one of its own.
        using var first = new TestBrowser(relay);
        using var second = new TestBrowser(relay);
        foreach (var window in new[] { first, second })
        {
            using var socket = await window.OpenAsync();
            Assert.Equal(4002, await socket.HearCloseAsync());
        }

        // The later ticket arrives first, and its window joins with it.
        browser.Jar.Add(second.Jar.GetAllCookies());
        using var b = await browser.JoinAsync("B");
        browser.Jar.Add(first.Jar.GetAllCookies());
        using var a = await browser.JoinAsync("A");
        Assert.Equal(4002, await b.Socket.HearCloseAsync());
        using var again = await browser.JoinAsync(b.Identity);

        Assert.Equal(["A", "B"], NamesIn(again));
        Assert.Single(browser.Jar.GetAllCookies());
    }

    [Fact]
    public async Task A_restart_lets_everyone_in_again()
    {
        using var folder = new TemporaryFolder();
        string cookies;
        await using (var relay = await StartAsync(folder))
        {
            using var browser = new TestBrowser(relay);
            using var a = await browser.JoinAsync("A");
            cookies = browser.Cookies;
        }

        await using var again = await StartAsync(folder);
        using var response = await AskWithAsync(again, cookies.Replace(PortIn(cookies), $"{again.Http.BaseAddress!.Port}"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"A\"", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("liquid.{port}.x=rubbish")]
    [InlineData("liquid.{port}.x=")]
    public async Task Without_a_good_ticket_a_request_belongs_to_no_space(string cookies)
    {
        await using var relay = await StartAsync();

        using var response = await AskWithAsync(relay, cookies.Replace("{port}", $"{relay.Http.BaseAddress!.Port}"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("pair/join", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_ticket_of_another_relay_is_none_here()
    {
        await using var relay = await StartAsync();
        await using var other = await StartAsync();
        using var browser = new TestBrowser(other);
        using var a = await browser.JoinAsync("A");

        using var response = await AskWithAsync(relay, browser.Cookies.Replace(PortIn(browser.Cookies), $"{relay.Http.BaseAddress!.Port}"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Relays_side_by_side_on_one_machine_leave_each_others_tickets_alone()
    {
        await using var relay = await StartAsync();
        await using var other = await StartAsync();
        using var browser = new TestBrowser(relay);
        using var a = await browser.JoinAsync("A");
        using var elsewhere = new TestBrowser(other);
        elsewhere.Jar.Add(browser.Jar.GetAllCookies());
        using var b = await elsewhere.JoinAsync("B");

        // Cookies do not tell ports apart: both tickets go to both.
        Assert.Equal(2, elsewhere.Jar.GetAllCookies().Count);
        browser.Jar.Add(elsewhere.Jar.GetAllCookies());
        using var c = await browser.JoinAsync("C");
        Assert.Equal(["A", "C"], NamesIn(c));
    }

    [Fact]
    public async Task One_address_may_bring_so_many_newcomers_within_an_hour()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(
            options => (options.Spaces, options.MaxNewSpacesPerHour) = ("paired", 2), time);
        foreach (var code in new[] { 4002, 4002, 1013 })
        {
            using var socket = await relay.OpenAsync();
            if (code == 1013)
            {
                Assert.Contains("MaxNewSpacesPerHour", (string)(await socket.HearAsync("error"))["message"]!);
            }

            Assert.Equal(code, await socket.HearCloseAsync());
        }

        time.Advance(TimeSpan.FromMinutes(30));
        using var later = await relay.OpenAsync();
        Assert.Equal(4002, await later.HearCloseAsync());
    }

    internal static Task<TestRelay> StartAsync(TemporaryFolder? folder = null) => TestRelay.StartAsync(options =>
    {
        options.Spaces = "paired";
        (options.Store, options.Data) = folder is null ? ("memory", null) : ("sqlite", folder.Path);
    });

    internal static IEnumerable<string> NamesIn(TestInstance instance) =>
        instance.Welcome["instances"]!.AsArray().Select(other => (string)other!["name"]!).Order();

    internal static async Task<HttpResponseMessage> AskWithAsync(TestRelay relay, string cookies)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{relay.Origin}/liquid/instances");
        if (cookies.Length > 0)
        {
            request.Headers.Add("Cookie", cookies);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string PortIn(string cookies) => cookies.Split('.')[1];
}
