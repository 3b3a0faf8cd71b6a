using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Liquid.Tests.Dashboard;

public sealed class DashboardActionsTests
{
    [Fact]
    public async Task It_sends_to_one_instance_of_a_space_that_is_named()
    {
        await using var relay = await StartAsync();
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");

        var (status, answer) = await AskAsync(relay, "POST", $"messages?space=shared&to={a.Id}", "state");

        Assert.Equal((HttpStatusCode.OK, 1, 1), (status, (int)answer!["targets"]!, (int)answer["online"]!));
        Assert.Equal("state", (await a.HearAsync("message")).Text);
        Assert.DoesNotContain(await b.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task It_sends_to_all_of_a_space_and_to_nobody_else()
    {
        await using var relay = await StartAsync(options => options.SpaceOf =
            context => ValueTask.FromResult<string?>(context.Request.Headers.Cookie.ToString()));
        using var a = await JoinAsync(relay, "kitchen");
        using var b = await JoinAsync(relay, "kitchen");
        using var c = await JoinAsync(relay, "cellar");

        var (_, answer) = await AskAsync(relay, "POST", "messages?space=kitchen&to=*", "state");

        Assert.Equal(2, (int)answer!["targets"]!);
        Assert.Equal("state", (await a.HearAsync("message")).Text);
        Assert.Equal("state", (await b.HearAsync("message")).Text);
        Assert.DoesNotContain(await c.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task It_removes_an_instance_which_is_told_so()
    {
        await using var relay = await StartAsync();
        using var a = await relay.JoinAsync("A");

        var (removed, _) = await AskAsync(relay, "DELETE", $"instances/{a.Id}?space=shared");
        var (again, problem) = await AskAsync(relay, "DELETE", $"instances/{a.Id}?space=shared");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed, again));
        Assert.Equal("unknown_target", (string)problem!["code"]!);
        Assert.Equal(4105, await a.Socket.HearCloseAsync());
    }

    [Theory]
    [InlineData("POST", "messages?space=elsewhere&to=*")]
    [InlineData("DELETE", "instances/pzlf9bBqzKCFwG1MwTrTGA?space=elsewhere")]
    public async Task A_space_that_is_not_open_is_not_found_and_not_made(string method, string path)
    {
        await using var relay = await StartAsync();

        var (status, problem) = await AskAsync(relay, method, path, "state");

        Assert.Equal((HttpStatusCode.NotFound, "unknown_space"), (status, (string)problem!["code"]!));
    }

    private static Task<TestRelay> StartAsync(Action<LiquidOptions>? configure = null) =>
        TestRelay.StartAsync(configure, map: (app, _) => app.MapLiquidDashboard("/liquid"));

    private static async Task<TestInstance> JoinAsync(TestRelay relay, string space)
    {
        var identity = new Identity("Window");
        var socket = await relay.OpenAsync(options => options.SetRequestHeader("Cookie", space));
        await socket.SayAsync(identity.Hello());
        return new TestInstance(identity, socket, await socket.HearAsync("welcome"));
    }

    private static async Task<(HttpStatusCode Status, JsonNode? Answer)> AskAsync(
        TestRelay relay, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/liquid/dashboard/{path}");
        request.Headers.Add("Origin", relay.Origin);
        request.Content = body is null ? null : new StringContent(body);
        using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
