using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Devices;

/// <summary>Programs, which keep no cookies, enter with a bearer token.</summary>
public sealed class ProgramTicketTests
{
    [Fact]
    public async Task A_program_gets_a_token_for_a_code_and_is_a_device_of_its_name()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");

        using var program = await EnterAsync(relay, await desk.InviteAsync(), "Backup");

        Assert.Equal(HttpStatusCode.OK, await PostAsync(program, $"messages?to={a.Id}", "{}"));
        Assert.Equal("{}", (await a.HearAsync("message")).Text);
        var instances = await program.GetFromJsonAsync<JsonArray>("instances", TestContext.Current.CancellationToken);
        Assert.Equal("A", (string)Assert.Single(instances!)!["name"]!);
        var devices = (await desk.ReadAsync(HttpMethod.Get, "devices")).AsArray();
        Assert.Equal(["A", "Backup"], devices.Select(device => (string)device!["name"]!));
    }

    [Fact]
    public async Task A_program_that_uses_its_token_much_later_than_it_got_it_is_let_in()
    {
        var time = new ManualTime();
        await using var relay = await TestRelay.StartAsync(options => options.Spaces = "paired", time);
        using var desk = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var program = await EnterAsync(relay, await desk.InviteAsync());

        // Browsers that were given a ticket and never came with it are dropped after an hour.
        for (var minute = 0; minute < 130; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(HttpStatusCode.OK, await PostAsync(program, "messages", "{}"));
    }

    [Fact]
    public async Task A_program_that_was_taken_out_is_refused_and_gets_no_other_ticket()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var program = await EnterAsync(relay, await desk.InviteAsync(), "Backup");
        var token = program.DefaultRequestHeaders.Authorization!.ToString();
        var identity = new Identity("Program");
        using var socket = await relay.OpenAsync(options => options.SetRequestHeader("Authorization", token));
        await socket.SayAsync(identity.Hello());
        await socket.HearAsync("welcome");
        var devices = (await desk.ReadAsync(HttpMethod.Get, "devices")).AsArray();
        var device = devices.Single(device => !(bool)device!["self"]!)!;

        await desk.StatusAsync(HttpMethod.Delete, $"devices/{(string)device["id"]!}");

        Assert.Equal("Program", (string)device["name"]!);
        Assert.Equal(4106, await socket.HearCloseAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(program, "messages", "{}"));
        var refused = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(
            () => relay.OpenAsync(options => options.SetRequestHeader("Authorization", token)));
        Assert.Contains("403", refused.Message);
    }

    [Fact]
    public async Task A_token_that_is_none_of_this_relay_lets_nobody_in_and_keeps_no_browser_out()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        using var program = Client(relay, "rubbish");

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(program, "messages", "{}"));

        // It may be the host application's own.
        program.DefaultRequestHeaders.Add("Cookie", desk.Cookies);
        using var response = await program.GetAsync("instances", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"code":1}""")]
    [InlineData("""{"code":"AAAAAA","name":"\n"}""")]
    [InlineData("""{"code":"AAAAAA","name":null}""")]
    public async Task What_is_no_code_or_no_name_is_a_bad_message(string body)
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var program = Client(relay, null);

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(program, "pair/token", body));
    }

    [Fact]
    public async Task A_code_lets_either_a_browser_or_a_program_in()
    {
        await using var relay = await PairedSpacesTests.StartAsync();
        using var desk = new TestBrowser(relay);
        using var a = await desk.JoinAsync("A");
        var code = await desk.InviteAsync();
        using var program = await EnterAsync(relay, code);
        using var phone = new TestBrowser(relay);

        Assert.Equal(HttpStatusCode.NotFound, await phone.JoinByAsync(code));
    }

    private static async Task<HttpClient> EnterAsync(TestRelay relay, string code, string name = "Script")
    {
        using var stranger = Client(relay, null);
        using var response = await stranger.PostAsJsonAsync("pair/token", new { code, name }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);
        return Client(relay, (string)answer!["token"]!);
    }

    private static HttpClient Client(TestRelay relay, string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"{relay.Origin}/liquid/") };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body);
        using var response = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
