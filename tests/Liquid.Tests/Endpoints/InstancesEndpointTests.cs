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
        await a.HearPresenceAsync("left");

        var listed = await relay.Http.GetFromJsonAsync<JsonArray>("/liquid/instances", TestContext.Current.CancellationToken);

        var expected = new JsonArray(Listed(a, true), Listed(b, false));
        Assert.True(JsonNode.DeepEquals(expected, listed), listed!.ToJsonString());
    }

    [Fact]
    public async Task Nobody_is_an_empty_list()
    {
        await using var relay = await TestRelay.StartAsync();

        Assert.Equal("[]", await relay.Http.GetStringAsync("/liquid/instances", TestContext.Current.CancellationToken));
    }

    private static JsonObject Listed(TestInstance instance, bool online) => new()
    {
        ["id"] = instance.Id,
        ["name"] = instance.Identity.Name,
        ["page"] = Identity.Page,
        ["online"] = online,
    };
}
