using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Bases;

public sealed class BaseExchangeTests
{
    private const string Print = "9f86d081884c7d65";

    [Fact]
    public async Task A_base_is_asked_for_once_and_given_to_who_wants_it_though_its_sender_is_gone()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        Assert.Equal(Print, (string?)(await SendAsync(a, 1, b.Id))["lacks"]);
        Assert.Equal(Print, (string?)(await HandOverAsync(a, "rows\nand rows"))["fingerprint"]);
        Assert.Null((await SendAsync(a, 2, b.Id))["lacks"]);
        await a.LeaveAsync();

        await FetchAsync(b);
        var given = await b.HearAsync("base");
        Assert.Equal((Print, "rows\nand rows", false), ((string?)given["fingerprint"], given.Text, given.IsBinary));
    }

    [Fact]
    public async Task Bytes_come_out_as_they_went_in()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await SendAsync(a, 1, b.Id);
        byte[] bytes = [0, 10, 255, 0xc3, 10];

        await a.Socket.SayAsync([.. Encoding.UTF8.GetBytes($"{Envelope("base")}\n"), .. bytes], WebSocketMessageType.Binary);
        await a.HearAsync("stored");

        await FetchAsync(b);
        var given = await b.HearAsync("base");
        Assert.Equal(bytes, given.Body);
        Assert.True(given.IsBinary);
    }

    [Fact]
    public async Task Who_asks_too_early_is_told_whether_to_ask_again()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        await FetchAsync(b);
        Assert.Equal(("unknown_base", Print, false), About(await b.HearAsync("error")));

        await SendAsync(a, 1, b.Id);
        await FetchAsync(b);
        var early = await b.HearAsync("error");
        Assert.Equal(("unknown_base", Print, true), About(early));
        Assert.True((int)early["retryAfterMs"]! > 0);

        await HandOverAsync(a, "rows");
        await FetchAsync(b);
        Assert.Equal("rows", (await b.HearAsync("base")).Text);
    }

    [Fact]
    public async Task Who_was_cut_before_it_handed_over_its_base_is_asked_again_when_it_comes_back()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await SendAsync(a, 1, b.Id);
        await a.LeaveAsync();

        using var back = await relay.JoinAsync(a.Identity);
        Assert.Equal(Print, (string?)back.Welcome["lacks"]);
        await HandOverAsync(back, "rows");
        await back.LeaveAsync();

        using var again = await relay.JoinAsync(a.Identity);
        Assert.Null(again.Welcome["lacks"]);
    }

    [Fact]
    public async Task Garbage_under_a_fingerprint_gives_way_to_the_right_rows()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        using var hostile = await relay.JoinAsync();
        await SendAsync(a, 1, b.Id);
        await HandOverAsync(hostile, "garbage");

        await HandOverAsync(a, "rows");

        await FetchAsync(b);
        Assert.Equal("rows", (await b.HearAsync("base")).Text);
    }

    [Fact]
    public async Task What_is_too_large_too_many_or_named_by_nothing_is_refused_by_the_name_of_its_limit()
    {
        await using var relay = await TestRelay.StartAsync(options =>
        {
            options.MaxBaseBytes = 10;
            options.MaxBasesPerSpace = 1;
        });
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        Assert.Equal(10, (int)a.Welcome["limits"]!["base"]!);

        await GiveAsync(a, "rows");
        Assert.Equal(("unknown_base", Print, false), About(await a.HearAsync("error")));

        await SendAsync(a, 1, b.Id);
        await GiveAsync(a, "eleven char");
        var large = await a.HearAsync("error");
        Assert.Equal(("too_large", Print, false), About(large));
        Assert.Contains("MaxBaseBytes", (string?)large["message"]);

        await HandOverAsync(a, "ten chars.");
        await SendAsync(b, 1, a.Id, "0000000000000000");
        await GiveAsync(b, "rows", "0000000000000000");
        var full = await b.HearAsync("error");
        Assert.Equal(("unavailable", "0000000000000000", true), About(full));
        Assert.Contains("MaxBasesPerSpace", (string?)full["message"]);
    }

    [Fact]
    public async Task Fetching_and_handing_over_count_as_sends()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxSendsPerSecond = 2, new ManualTime());
        using var a = await relay.JoinAsync();
        await FetchAsync(a);
        await GiveAsync(a, "rows");
        await FetchAsync(a);
        await GiveAsync(a, "rows");

        var errors = (await a.HearRestAsync()).ToList();

        Assert.Equal(["unknown_base", "unknown_base", "unavailable", "unavailable"], errors.Select(error => (string?)error["code"]));
        Assert.All(errors.Skip(2), error => Assert.Contains("MaxSendsPerSecond", (string?)error["message"]));
        Assert.All(errors, error => Assert.Equal((Print, null), ((string?)error["fingerprint"], error["id"])));
    }

    [Fact]
    public async Task A_base_outlives_a_restart_with_what_names_it()
    {
        using var folder = new Stores.TemporaryFolder();
        void Configure(LiquidOptions options) => (options.Store, options.Data) = ("sqlite", folder.Path);
        var (a, b) = (new Identity("A"), new Identity("B"));
        await using (var relay = await TestRelay.StartAsync(Configure))
        {
            using var source = await relay.JoinAsync(a);
            using var target = await relay.JoinAsync(b);
            await SendAsync(source, 1, b.Id);
            await HandOverAsync(source, "rows");
        }

        await using var again = await TestRelay.StartAsync(Configure);
        using var back = await again.JoinAsync(b);
        await FetchAsync(back);
        Assert.Equal("rows", (await back.HearAsync("base")).Text);
    }

    private static string Envelope(string type, string print = Print) => $$"""{"type":"{{type}}","fingerprint":"{{print}}"}""";

    private static async Task<Frame> SendAsync(TestInstance from, long id, string to, string print = Print)
    {
        await from.Socket.SayAsync(
            new JsonObject { ["type"] = "send", ["id"] = id, ["to"] = to, ["kind"] = "migration", ["base"] = print }, "{}");
        return await from.HearAsync("sent");
    }

    private static Task GiveAsync(TestInstance from, string rows, string print = Print) =>
        from.Socket.SayAsync($"{Envelope("base", print)}\n{rows}");

    private static async Task<Frame> HandOverAsync(TestInstance from, string rows)
    {
        await GiveAsync(from, rows);
        return await from.HearAsync("stored");
    }

    private static Task FetchAsync(TestInstance by) => by.Socket.SayAsync(Envelope("fetch"));

    private static (string? Code, string? Print, bool Retryable) About(Frame error) =>
        ((string?)error["code"], (string?)error["fingerprint"], (bool)error["retryable"]!);
}
