using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Devices;

/// <summary>A browser: its windows share one jar of cookies, and its requests name their origin.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly TestRelay _relay;
    private readonly HttpClient _http;

    public TestBrowser(TestRelay relay)
    {
        _relay = relay;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Jar, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
        {
            BaseAddress = new Uri($"{relay.Origin}/liquid/"),
        };
    }

    public CookieContainer Jar { get; } = new();

    public string Cookies => Jar.GetCookieHeader(_http.BaseAddress!);

    /// <summary>A socket that has said nothing yet; a newcomer's is about to be closed.</summary>
    public Task<TestSocket> OpenAsync() => _relay.OpenAsync(options => options.Cookies = Jar);

    /// <summary>A window that has been welcomed, by a second socket if the first brought the ticket.</summary>
    public async Task<TestInstance> JoinAsync(Identity identity)
    {
        while (true)
        {
            var socket = await OpenAsync();
            await socket.SayAsync(identity.Hello());
            if (await socket.HearAsync() is { Type: "welcome" } welcome)
            {
                return new TestInstance(identity, socket, welcome);
            }

            Assert.Equal(4002, await socket.HearCloseAsync());
            socket.Dispose();
        }
    }

    public Task<TestInstance> JoinAsync(string name = "Window") => JoinAsync(new Identity(name));

    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Origin", _relay.Origin } } };
        request.Content = body is null ? null : JsonContent.Create(body);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, object? body = null)
    {
        using var response = await AskAsync(method, path, body);
        return response.StatusCode;
    }

    public async Task<JsonNode> ReadAsync(HttpMethod method, string path)
    {
        using var response = await AskAsync(method, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Everybody whom a new window of this browser would see.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await ReadAsync(HttpMethod.Get, "instances")).AsArray().Select(instance => (string)instance!["name"]!)];

    public async Task<string> InviteAsync() => (string)(await ReadAsync(HttpMethod.Post, "pair"))["code"]!;

    public Task<HttpStatusCode> JoinByAsync(string code) => StatusAsync(HttpMethod.Post, "pair/join", new { code });

    public void Dispose() => _http.Dispose();
}
