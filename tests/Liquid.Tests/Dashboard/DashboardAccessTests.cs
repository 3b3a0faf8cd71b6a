using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;

namespace Liquid.Tests.Dashboard;

public sealed class DashboardAccessTests
{
    private const string Socket = "dashboard/socket";

    /// <summary>All that the dashboard answers.</summary>
    public static TheoryData<string, string> Requests => new()
    {
        { "GET", "" },
        { "GET", "dashboard/dashboard.js" },
        { "GET", Socket },
        { "POST", "dashboard/messages?space=shared&to=*" },
        { "DELETE", "dashboard/instances/pzlf9bBqzKCFwG1MwTrTGA?space=shared" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task It_is_not_there_unless_the_host_maps_it(string method, string path)
    {
        await using var relay = await TestRelay.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(relay, method, path));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Its_policy_is_its_own(string method, string path)
    {
        await using var relay = await TestRelay.StartAsync(
            build: OperatorByHeader.Use,
            map: (app, _) => app.MapLiquidDashboard("/liquid").RequireAuthorization(OperatorByHeader.Policy));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(relay, method, path));
        Assert.NotEqual(HttpStatusCode.Unauthorized, await StatusAsync(relay, method, path, (OperatorByHeader.Header, "yes")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(relay, "GET", "instances"));
    }

    [Fact]
    public async Task The_relays_policy_does_not_open_it()
    {
        await using var relay = await TestRelay.StartAsync(
            build: OperatorByHeader.Use,
            map: (app, liquid) =>
            {
                liquid.AllowAnonymous();
                app.MapLiquidDashboard("/liquid").RequireAuthorization(OperatorByHeader.Policy);
            });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(relay, "GET", ""));
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Where_loopback_is_required_nobody_comes_by_another_name_or_through_a_proxy(string method, string path)
    {
        await using var relay = await TestRelay.StartAsync(map: (app, _) => app.MapLiquidDashboard("/liquid").RequireLoopback());

        Assert.NotEqual(HttpStatusCode.Forbidden, await StatusAsync(relay, method, path));
        Assert.NotEqual(HttpStatusCode.Forbidden, await StatusAsync(relay, method, path, ("Host", "localhost")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(relay, method, path, ("Host", "rebound.example.org")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(relay, method, path, ("X-Forwarded-For", "127.0.0.1")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(relay, method, path, ("Forwarded", "for=127.0.0.1")));
    }

    [Fact]
    public async Task Pages_of_other_origins_may_not_use_it_though_they_may_use_the_relay()
    {
        const string other = "https://app.example.org";
        await using var relay = await TestRelay.StartAsync(
            options => options.AllowedOrigins.Add(other), map: (app, _) => app.MapLiquidDashboard("/liquid"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(relay, "GET", "instances", ("Origin", other)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(relay, "POST", "dashboard/messages?space=shared&to=*", ("Origin", other)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(relay, "DELETE", "dashboard/instances/x?space=shared", ("Origin", other)));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync(relay, other));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await OpenAsync(relay, relay.Origin));
    }

    [Fact]
    public async Task The_page_allows_only_what_comes_from_the_relay_and_nobody_frames_it()
    {
        await using var relay = await TestRelay.StartAsync(map: (app, _) => app.MapLiquidDashboard("/liquid"));

        using var page = await relay.Http.GetAsync("/liquid", TestContext.Current.CancellationToken);

        Assert.Equal("/liquid/", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static async Task<HttpStatusCode> StatusAsync(
        TestRelay relay, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/liquid/{path}");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> OpenAsync(TestRelay relay, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("liquid.dashboard.v1");
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(TestDashboard.AddressOf(relay), TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // What the relay answered tells.
        }

        return socket.HttpStatusCode;
    }
}
