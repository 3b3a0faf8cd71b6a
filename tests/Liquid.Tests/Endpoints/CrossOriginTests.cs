using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Liquid.Tests.Devices;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Tests.Endpoints;

/// <summary>What browsers let a page of another origin ask and have.</summary>
public sealed class CrossOriginTests
{
    private const string App = "https://app.example.org";

    [Fact]
    public async Task A_listed_page_may_ask_all_that_is_described()
    {
        await using var relay = await StartAsync();
        var document = await relay.Http.GetFromJsonAsync<JsonNode>("/liquid/openapi.json", TestContext.Current.CancellationToken);

        foreach (var (path, operations) in document!["paths"]!.AsObject())
        {
            using var response = await AskAsync(relay, HttpMethod.Options, path, App);

            Assert.True(response.StatusCode == HttpStatusCode.NoContent, path);
            Assert.Equal(App, Header(response, "Access-Control-Allow-Origin"));
            Assert.Equal("true", Header(response, "Access-Control-Allow-Credentials"));
            var methods = Header(response, "Access-Control-Allow-Methods").Split(", ");
            Assert.All(operations!.AsObject(), operation => Assert.Contains(operation.Key.ToUpperInvariant(), methods));
        }
    }

    [Theory]
    [InlineData("GET", "instances", App, true)]
    [InlineData("POST", "messages", App, true)]
    [InlineData("DELETE", "instances/nobody", App, true)]
    [InlineData("GET", "instances?online=perhaps", App, true)]
    [InlineData("GET", "instances", "https://app.example.org.evil.example", false)]
    [InlineData("OPTIONS", "messages", "https://app.example.org.evil.example", false)]
    [InlineData("OPTIONS", "messages", "null", false)]
    public async Task An_answer_is_for_listed_pages_alone_and_so_is_a_problem(string method, string path, string origin, bool isListed)
    {
        await using var relay = await StartAsync();

        using var response = await AskAsync(relay, new(method), $"/liquid/{path}", origin);

        Assert.Equal(isListed ? origin : "", Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal(isListed ? "Retry-After" : "", Header(response, "Access-Control-Expose-Headers"));
        Assert.Equal(isListed, response.StatusCode != HttpStatusCode.Forbidden);
        Assert.Equal("Origin", Header(response, "Vary"));
    }

    [Fact]
    public async Task What_is_asked_before_passes_where_the_host_lets_in_who_is_signed_in_alone()
    {
        await using var relay = await TestRelay.StartAsync(
            options => options.AllowedOrigins.Add(App),
            build: builder =>
            {
                builder.Services.AddAuthentication("none").AddScheme<AuthenticationSchemeOptions, NobodyIsSignedIn>("none", null);
                builder.Services.AddAuthorization();
            },
            map: (_, liquid) => liquid.RequireAuthorization());

        using var before = await AskAsync(relay, HttpMethod.Options, "/liquid/messages", App);
        using var asked = await AskAsync(relay, HttpMethod.Post, "/liquid/messages", App);

        Assert.Equal(HttpStatusCode.NoContent, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
    }

    [Theory]
    [InlineData($"{App}/list?of=mine#top", $"{App}/list?of=mine")]
    [InlineData($"{App}/", $"{App}/")]
    [InlineData("", $"{App}/")]
    [InlineData("https://evil.example/", $"{App}/")]
    public async Task An_invitation_leads_to_the_page_that_asks(string referrer, string page)
    {
        await using var relay = await StartAsync("paired");
        using var browser = new TestBrowser(relay);
        using var window = await browser.JoinAsync();

        using var request = Request(relay, HttpMethod.Post, "/liquid/pair", App);
        request.Headers.Add("Cookie", browser.Cookies);
        request.Headers.TryAddWithoutValidation("Referer", referrer);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var invitation = await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);

        Assert.Equal($"{page}#liquid={invitation!["code"]}", (string)invitation["link"]!);
    }

    private static Task<TestRelay> StartAsync(string spaces = "shared") => TestRelay.StartAsync(options =>
    {
        options.Spaces = spaces;
        options.AllowedOrigins.Add(App);
    });

    private static HttpRequestMessage Request(TestRelay relay, HttpMethod method, string path, string origin) =>
        new(method, new Uri(new Uri(relay.Origin), path)) { Headers = { { "Origin", origin } } };

    private static async Task<HttpResponseMessage> AskAsync(TestRelay relay, HttpMethod method, string path, string origin)
    {
        using var request = Request(relay, method, path, origin);
        return await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}
