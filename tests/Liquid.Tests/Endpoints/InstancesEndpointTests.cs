using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Endpoints;

public sealed class InstancesEndpointTests
{
    [Fact]
    public async Task Everybody_is_listed_with_id_name_page_and_whether_online()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync("Chromium on Linux");
        using var b = await relay.JoinAsync("Küche \"<1>\"");
        await b.LeaveAsync();
        var left = (await a.HearPresenceAsync("left"))["instance"]!;

        var listed = await relay.Http.GetFromJsonAsync<JsonArray>("/liquid/instances", TestContext.Current.CancellationToken);

        var away = Listed(b, false);
        away["lastSeen"] = (string)left["lastSeen"]!;
        var expected = new JsonArray(Listed(a, true), away);
        Assert.True(JsonNode.DeepEquals(expected, listed), listed!.ToJsonString());
    }

    [Fact]
    public async Task Nobody_is_an_empty_list()
    {
        await using var relay = await TestRelay.StartAsync();

        Assert.Equal("[]", await relay.Http.GetStringAsync("/liquid/instances", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("true", "A")]
    [InlineData("false", "B")]
    public async Task The_list_can_be_asked_for_those_online_or_those_away(string online, string expected)
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync("A");
        using var b = await relay.JoinAsync("B");
        await b.LeaveAsync();
        await a.HearPresenceAsync("left");

        var listed = await relay.Http.GetFromJsonAsync<JsonArray>(
            $"/liquid/instances?online={online}", TestContext.Current.CancellationToken);

        Assert.Equal(expected, (string)Assert.Single(listed!)!["name"]!);
    }

    [Fact]
    public async Task What_is_neither_online_nor_away_is_a_bad_message()
    {
        await using var relay = await TestRelay.StartAsync();

        using var response = await relay.Http.GetAsync("/liquid/instances?online=perhaps", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("bad_message", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_is_removed_is_told_so_and_forgotten()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        using var removed = await relay.Http.DeleteAsync($"/liquid/instances/{b.Id}", TestContext.Current.CancellationToken);
        using var again = await relay.Http.DeleteAsync($"/liquid/instances/{b.Id}", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (removed.StatusCode, again.StatusCode));
        Assert.Equal(4105, await b.Socket.HearCloseAsync());
        Assert.Equal(b.Id, (string)(await a.HearPresenceAsync("forgotten"))["instance"]!["id"]!);
        Assert.DoesNotContain(await a.HearRestAsync(), frame => frame.Type == "presence" && (string)frame["change"]! == "left");
        Assert.Equal(0, (int)(await a.MigrateAsync(1, "*"))["targets"]!);
    }

    private static JsonObject Listed(TestInstance instance, bool online) => new()
    {
        ["id"] = instance.Id,
        ["name"] = instance.Identity.Name,
        ["page"] = Identity.Page,
        ["online"] = online,
    };
}
