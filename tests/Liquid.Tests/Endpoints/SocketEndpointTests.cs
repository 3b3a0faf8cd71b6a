using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Tests.Endpoints;

public sealed class SocketEndpointTests
{
    [Fact]
    public async Task A_request_without_the_subprotocol_is_refused_with_a_problem()
    {
        await using var relay = await TestRelay.StartAsync();

        using var response = await relay.Http.GetAsync("/liquid/socket", TestContext.Current.CancellationToken);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("unsupported_version", (string)problem!["code"]!);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1.evil.example:{port}")]
    [InlineData("https://127.0.0.1:{port}")]
    [InlineData("http://127.0.0.1:{port}/")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://127.0.0.1:{port}0")]
    [InlineData("http://a127.0.0.1:{port}")]
    public async Task A_foreign_origin_is_refused(string origin)
    {
        await using var relay = await TestRelay.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/liquid/instances");
        request.Headers.TryAddWithoutValidation("Origin", WithPort(origin, relay));
        using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        Assert.Equal("forbidden_origin", (string)problem!["code"]!);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfSocketAsync(relay, WithPort(origin, relay)));
    }

    [Fact]
    public async Task A_socket_that_names_no_origin_is_refused()
    {
        await using var relay = await TestRelay.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfSocketAsync(relay, origin: null));
    }

    [Theory]
    [InlineData("GET", "Sec-Fetch-Site: cross-site", false)]
    [InlineData("GET", "Sec-Fetch-Site: same-site", false)]
    [InlineData("GET", "Sec-Fetch-Site: same-origin", true)]
    [InlineData("GET", "Sec-Fetch-Site: none", true)]
    [InlineData("GET", "Cookie: a=b", true)]
    [InlineData("POST", "Cookie: a=b", false)]
    [InlineData("POST", "Sec-Fetch-Site: cross-site", false)]
    [InlineData("POST", "Accept: */*", true)]
    public async Task Without_an_origin_only_what_no_foreign_page_can_ask_is_answered(string method, string header, bool allowed)
    {
        await using var relay = await TestRelay.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });

        using var request = new HttpRequestMessage(new(method), $"{relay.Origin}/liquid/{(method == "GET" ? "instances" : "messages")}");
        request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{port}")]
    [InlineData("https://app.example.org")]
    public async Task The_own_origin_and_the_listed_ones_may_enter(string origin)
    {
        await using var relay = await TestRelay.StartAsync(options => options.AllowedOrigins.Add("https://app.example.org"));

        using var socket = await relay.OpenAsync(options => options.SetRequestHeader("Origin", WithPort(origin, relay)));

        Assert.Equal(WebSocketState.Open, socket.Raw.State);
    }

    [Fact]
    public async Task Who_belongs_to_no_space_or_to_one_whose_name_is_no_text_is_refused()
    {
        foreach (var name in new[] { null, "a\0b", "\ud800" })
        {
            await using var relay = await TestRelay.StartAsync(options => options.SpaceOf = _ => new(name));

            using var response = await relay.Http.GetAsync("/liquid/instances", TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, await StatusOfSocketAsync(relay, relay.Origin));
        }
    }

    [Fact]
    public async Task RequireAuthorization_holds_for_all_endpoints()
    {
        await using var relay = await TestRelay.StartAsync(
            build: builder =>
            {
                builder.Services.AddAuthentication("none").AddScheme<AuthenticationSchemeOptions, NobodyIsSignedIn>("none", null);
                builder.Services.AddAuthorization();
            },
            map: (_, liquid) => liquid.RequireAuthorization());

        foreach (var path in new[] { "instances", "liquid.js", "socket" })
        {
            using var response = await relay.Http.GetAsync($"/liquid/{path}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfSocketAsync(relay, relay.Origin));
    }

    [Fact]
    public void MapLiquid_without_AddLiquid_says_what_to_call()
    {
        var app = WebApplication.CreateBuilder().Build();

        Assert.Contains("AddLiquid", Assert.Throws<InvalidOperationException>(() => app.MapLiquid()).Message);
    }

    private static string WithPort(string origin, TestRelay relay) => origin.Replace("{port}", $"{relay.Http.BaseAddress!.Port}");

    private static async Task<HttpStatusCode> StatusOfSocketAsync(TestRelay relay, string? origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("liquid.v1");
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(relay.SocketAddress, TestContext.Current.CancellationToken));
        return socket.HttpStatusCode;
    }
}
