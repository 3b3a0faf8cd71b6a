using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Endpoints;

public sealed class MessagesEndpointTests
{
    private const string Body = """{"patch":{"base":"9f86d081884c7d65"}}""";

    [Fact]
    public async Task A_script_sends_to_one_instance()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        using var response = await PostAsync(relay, $"?to={b.Id}&ttl=60", Body);
        var message = await b.HearAsync("message");

        Assert.Equal("""{"number":1,"targets":1,"online":1}""", await ReadAsync(response));
        Assert.StartsWith("http ", (string)message["from"]!);
        Assert.Equal((1, "migration"), ((int)message["id"]!, (string)message["kind"]!));
        Assert.Equal((Body, false), (message.Text, message.IsBinary));
        Assert.DoesNotContain(await a.HearRestAsync(), frame => frame.Type == "message");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?to=*")]
    public async Task A_script_sends_to_all(string query)
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        using var response = await PostAsync(relay, query, Body);

        Assert.Equal("""{"number":1,"targets":2,"online":2}""", await ReadAsync(response));
        Assert.Equal(Body, (await a.HearAsync("message")).Text);
        Assert.Equal(Body, (await b.HearAsync("message")).Text);
    }

    [Fact]
    public async Task Scripts_write_to_a_lasting_store_as_well()
    {
        using var folder = new Stores.TemporaryFolder();
        await using var relay = await TestRelay.StartAsync(options => (options.Store, options.Data) = ("sqlite", folder.Path));
        using var a = await relay.JoinAsync();

        using var first = await PostAsync(relay, "", Body);
        using var second = await PostAsync(relay, "", Body);

        Assert.Equal("""{"number":2,"targets":1,"online":1}""", await ReadAsync(second));
        Assert.Equal(1, (int)(await a.HearAsync("message"))["id"]!);
        Assert.Equal(2, (int)(await a.HearAsync("message"))["id"]!);
    }

    [Fact]
    public async Task What_one_source_sends_takes_the_place_of_what_waits_from_it_and_of_nothing_else()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        await a.LeaveAsync();

        foreach (var (query, body) in new[] { ("source=x", "x1"), ("", "1"), ("source=y", "y1"), ("", "2"), ("source=x", "x2") })
        {
            using var response = await PostAsync(relay, $"?to={a.Id}&{query}", body);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using var back = await relay.JoinAsync(a.Identity);
        var messages = (await back.HearRestAsync()).Where(frame => frame.Type == "message").ToList();
        Assert.Equal(["1", "y1", "2", "x2"], messages.Select(message => message.Text));
        Assert.Equal("http:x", (string)messages[^1]["from"]!);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_a_problem_with_its_code()
    {
        await using var relay = await TestRelay.StartAsync(options => (options.MaxBodyBytes, options.MaxWaitingBytes) = (1000, 1500));
        using var a = await relay.JoinAsync();
        await a.LeaveAsync();

        await AssertProblemAsync(relay, "?to=nobody", Body, HttpStatusCode.NotFound, "unknown_target");
        await AssertProblemAsync(relay, "", new string('x', 1001), HttpStatusCode.RequestEntityTooLarge, "too_large");
        foreach (var query in new[] { "ttl=0", "ttl=", "ttl=soon", "ttl=-1", "ttl=99999999999999999999", "source=", "source=a%20b", $"source={new string('x', 33)}" })
        {
            await AssertProblemAsync(relay, $"?{query}", Body, HttpStatusCode.BadRequest, "bad_message");
        }

        using var b = await relay.JoinAsync();
        await b.AnswerAsync(1, a.Id, new string('x', 900));
        await AssertProblemAsync(relay, $"?to={a.Id}", new string('x', 900), HttpStatusCode.ServiceUnavailable, "unavailable");
    }

    [Fact]
    public async Task Where_nobody_knows_whether_it_was_sent_the_answer_says_so()
    {
        await using var relay = await TestRelay.StartAsync(build: builder => UncertainStore.Use(builder.Services));

        using var response = await PostAsync(relay, "", Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("may be sent or not", await ReadAsync(response));
    }

    [Fact]
    public async Task A_body_that_is_no_text_is_refused_since_it_would_cut_the_targets_off()
    {
        await using var relay = await TestRelay.StartAsync();

        using var content = new ByteArrayContent([0xff, 0xfe]);
        using var response = await relay.Http.PostAsync("/liquid/messages", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_foreign_page_can_neither_send_nor_remove()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();

        foreach (var (method, path) in new[] { (HttpMethod.Post, "messages"), (HttpMethod.Delete, $"instances/{a.Id}") })
        {
            using var request = new HttpRequestMessage(method, $"/liquid/{path}") { Headers = { { "Origin", "https://evil.example" } } };
            using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Empty(await a.HearRestAsync());
    }

    private static async Task AssertProblemAsync(
        TestRelay relay, string query, string body, HttpStatusCode status, string code)
    {
        using var response = await PostAsync(relay, query, body);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken);

        Assert.Equal((status, code), (response.StatusCode, (string)problem!["code"]!));
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty((string)problem["detail"]!);
        var isRetryable = status == HttpStatusCode.ServiceUnavailable;
        Assert.Equal((isRetryable, isRetryable), (response.Headers.RetryAfter is not null, (bool)problem["retryable"]!));
        Assert.Equal(isRetryable ? 1000 : null, (int?)problem["retryAfterMs"]);
    }

    private static async Task<HttpResponseMessage> PostAsync(TestRelay relay, string query, string body)
    {
        using var content = new StringContent(body);
        return await relay.Http.PostAsync($"/liquid/messages{query}", content, TestContext.Current.CancellationToken);
    }

    private static Task<string> ReadAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
