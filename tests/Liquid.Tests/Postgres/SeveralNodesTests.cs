using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace Liquid.Tests.Postgres;

/// <summary>Several nodes that share a database, over real sockets.</summary>
public sealed class SeveralNodesTests(PostgresServer server) : IAsyncLifetime
{
    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await server.CreateDatabaseAsync();

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Pages_on_different_nodes_see_each_other_and_what_they_send()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        using var a = await here.JoinAsync("A");
        using var b = await there.JoinAsync("B");

        var joined = await a.HearPresenceAsync("joined");
        Assert.Equal((b.Id, true), ((string)joined["instance"]!["id"]!, (bool)joined["instance"]!["online"]!));
        Assert.Equal([a.Id, b.Id], b.Welcome["instances"]!.AsArray().Select(instance => (string)instance!["id"]!));
        var sent = await a.MigrateAsync(1, "*", "to all");
        Assert.Equal((1, 1), ((int)sent["targets"]!, (int)sent["online"]!));
        var message = await b.HearAsync("message");
        Assert.Equal("to all", message.Text);
        await b.AcknowledgeAsync(message.Number);
        await b.AnswerAsync(1, a.Id, "receipt");
        Assert.Equal("receipt", (await a.HearAsync("message")).Text);
        await b.LeaveAsync();
        Assert.Equal(b.Id, (string)(await a.HearPresenceAsync("left"))["instance"]!["id"]!);
    }

    [Fact]
    public async Task Who_comes_back_to_another_node_goes_on_where_it_was()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        using var a = await here.JoinAsync("A");
        using var b = await there.JoinAsync("B");
        await a.AnswerAsync(1, b.Id, "first");
        await a.AnswerAsync(2, b.Id, "second");
        var first = await b.HearAsync("message");

        using var moved = await here.JoinAsync(b.Identity, first.Number, b.Epoch);

        Assert.Equal(4102, await b.Socket.HearCloseAsync());
        Assert.Equal(("second", b.Epoch), ((await moved.HearAsync("message")).Text, moved.Epoch));
        await using (var elsewhere = await StartAsync())
        {
            using var movedA = await elsewhere.JoinAsync(a.Identity);
            Assert.Equal(2, (int)movedA.Welcome["accepted"]!);
            await movedA.SendAsync(2, moved.Id, "once more");
            Assert.Equal(2, (int)(await movedA.HearAsync("sent"))["id"]!);
        }

        Assert.DoesNotContain(await moved.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task Of_many_connections_that_claim_an_instance_on_two_nodes_one_stays()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        using var witness = await here.JoinAsync("Witness");
        var claimed = new Identity("Claimed");

        var sockets = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            var socket = await (i % 2 == 0 ? here : there).OpenAsync();
            await socket.SayAsync(claimed.Hello());
            return socket;
        }));
        var open = sockets.ToDictionary(socket => socket, socket => socket.HearCloseAsync());
        while (open.Count > 1)
        {
            var closed = await Task.WhenAny(open.Values);
            Assert.Equal(4102, await closed);
            open.Remove(open.Single(pair => pair.Value == closed).Key);
        }

        // Only what was welcomed last hears the message, and its close is not among what others brought about.
        await witness.MigrateAsync(1, claimed.Id, "to one");
        using var next = await there.JoinAsync(claimed);
        Assert.Equal("to one", (await next.HearAsync("message")).Text);
        Assert.Equal(4102, await open.Single().Value);
        Array.ForEach(sockets, socket => socket.Dispose());
    }

    [Fact]
    public async Task A_node_that_stops_lets_its_instances_be_away()
    {
        await using var here = await StartAsync();
        var there = await StartAsync();
        using var a = await here.JoinAsync("A");
        using var b = await there.JoinAsync("B");
        await a.HearPresenceAsync("joined");

        await there.DisposeAsync();

        Assert.Equal(b.Id, (string)(await a.HearPresenceAsync("left"))["instance"]!["id"]!);
        Assert.Equal(0, (int)(await a.MigrateAsync(1, b.Id, "waits"))["online"]!);
        using var back = await here.JoinAsync(b.Identity);
        Assert.Equal("waits", (await back.HearAsync("message")).Text);
    }

    [Fact]
    public async Task Tickets_and_codes_of_one_node_are_good_on_all()
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync("paired")));
        var cookies = await TicketAsync(nodes[0]);

        var code = await AskAsync(nodes[1], "pair", cookies, null);
        var joined = await AskAsync(nodes[2], "pair/join", "", new { code = (string)(await BodyAsync(code))["code"]! });

        Assert.Equal(HttpStatusCode.NoContent, joined.StatusCode);
        var devices = await AskAsync(nodes[1], "devices", CookiesOf(joined), null, HttpMethod.Get);
        Assert.Equal(2, (await BodyAsync(devices)).AsArray().Count);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Notices_that_are_lost_are_made_up_for()
    {
        // Whoever may not notify loses every notice.
        await server.ExecuteAsync("create role silent login");
        var database = new NpgsqlConnectionStringBuilder(_database);
        await server.ExecuteAsync($"grant create on database {database.Database} to silent");
        await server.ExecuteAsync("revoke execute on function pg_notify from public", database.Database!);
        database.Username = "silent";
        _database = database.ConnectionString;
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        using var a = await here.JoinAsync("A");
        using var b = await there.JoinAsync("B");

        Assert.Equal(b.Id, (string)(await a.HearPresenceAsync("joined"))["instance"]!["id"]!);
        await a.MigrateAsync(1, b.Id, "late");
        Assert.Equal("late", (await b.HearAsync("message")).Text);
        await b.LeaveAsync();
        await a.HearPresenceAsync("left");
    }

    private Task<TestRelay> StartAsync(string spaces = "shared") => TestRelay.StartAsync(options =>
    {
        (options.Store, options.Postgres, options.Spaces) = ("postgres", _database, spaces);
        options.NodeTimeout = TimeSpan.FromSeconds(2);
    });

    /// <summary>The cookies of a new browser.</summary>
    private static async Task<string> TicketAsync(TestRelay node)
    {
        var jar = new CookieContainer();
        using var socket = await node.OpenAsync(options =>
        {
            options.Cookies = jar;
            Pass(options.SetRequestHeader);
        });
        Assert.Equal(4002, await socket.HearCloseAsync());
        return jar.GetCookieHeader(new Uri($"{node.Origin}/liquid/"));
    }

    /// <summary>What a proxy passes on: behind it, all nodes are one origin.</summary>
    private static void Pass(Action<string, string> header)
    {
        header("Host", "app.example.org");
        header("Origin", "http://app.example.org");
    }

    private static async Task<HttpResponseMessage> AskAsync(
        TestRelay node, string path, string cookies, object? body, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, $"/liquid/{path}");
        Pass((name, value) => request.Headers.TryAddWithoutValidation(name, value));
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await node.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    private static string CookiesOf(HttpResponseMessage response) =>
        string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
}
