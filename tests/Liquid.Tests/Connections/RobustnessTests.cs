using System.Net.WebSockets;
using System.Text;

namespace Liquid.Tests.Connections;

public sealed class RobustnessTests
{
    private static readonly string _hello = new Identity("A").Hello().ToJsonString();

    public static TheoryData<string, string, int> BadFirstFrames => new()
    {
        { "an empty frame", "", 4100 },
        { "no JSON", "hello", 4100 },
        { "half an envelope", _hello[..^5], 4100 },
        { "two envelopes", _hello + _hello, 4100 },
        { "an array", "[1]", 4100 },
        { "no hello", """{"type":"ping"}""", 4100 },
        { "an unknown type", """{"type":"greet"}""", 4100 },
        { "a NUL byte", _hello.Replace("\"A\"", "\"A\0\""), 4100 },
        { "a written NUL", _hello.Replace("\"A\"", "\"A\\u0000\""), 4100 },
        { "a lone surrogate", _hello.Replace("\"A\"", "\"\\ud800\""), 4100 },
        { "a lone surrogate in a name", _hello.Replace("{\"type\"", "{\"\\ud800\":1,\"type\""), 4100 },
        { "a member written twice", _hello.Replace("{", "{\"name\":\"B\","), 4100 },
        { "the type written twice", _hello.Replace("{", "{\"type\":\"ping\","), 4100 },
        { "deep nesting", _hello.Replace("{", "{\"x\":" + new string('[', 100) + new string(']', 100) + ","), 4100 },
        { "no common version", _hello.Replace("[1]", "[2,3]"), 4101 },
        { "an envelope beyond the limit", new string(' ', 20_000), 4103 },
    };

    [Theory]
    [MemberData(nameof(BadFirstFrames))]
    public async Task A_bad_first_frame_is_refused_and_the_others_do_not_notice(string what, string frame, int closeCode)
    {
        await using var relay = await TestRelay.StartAsync();
        using var bystander = await relay.JoinAsync();
        using var socket = await relay.OpenAsync();

        await socket.SayAsync(frame);

        var error = await socket.HearAsync("error");
        Assert.False(string.IsNullOrEmpty((string?)error["message"]), what);
        Assert.Equal(closeCode, await socket.HearCloseAsync());
        Assert.Empty(await bystander.HearRestAsync());
    }

    public static TheoryData<string, string> FramesBeyondAnOption => new()
    {
        { _hello.Replace("{", "{\"x\":[[[[1]]]],"), "MaxEnvelopeDepth=4" },
        { _hello.Replace("\"A\"", $"\"{new string('A', 41)}\""), "MaxNameLength=40" },
        { _hello + new string(' ', 2000), "MaxEnvelopeBytes" },
    };

    [Theory]
    [MemberData(nameof(FramesBeyondAnOption))]
    public async Task What_is_beyond_an_option_is_told_its_name(string frame, string option)
    {
        await using var relay = await TestRelay.StartAsync(options =>
            (options.MaxEnvelopeDepth, options.MaxNameLength, options.MaxEnvelopeBytes) = (4, 40, 1024));
        using var socket = await relay.OpenAsync();

        await socket.SayAsync(frame);

        var error = await socket.HearAsync("error");
        Assert.Contains(option, (string)error["message"]!);
        Assert.False((bool)error["retryable"]!);
    }

    [Fact]
    public async Task What_is_just_within_the_options_is_taken()
    {
        await using var relay = await TestRelay.StartAsync(options => (options.MaxEnvelopeDepth, options.MaxNameLength) = (4, 40));
        using var socket = await relay.OpenAsync();

        await socket.SayAsync(_hello.Replace("\"A\"", $"\"{new string('A', 40)}\"").Replace("{", "{\"x\":[[[1]]],"));

        Assert.Equal(40, (int)(await socket.HearAsync("welcome"))["limits"]!["name"]!);
    }

    [Fact]
    public async Task A_space_takes_no_more_messages_than_it_may()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxWaitingMessages = 2);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.AnswerAsync(1, b.Id);
        await a.AnswerAsync(2, b.Id);

        await a.SendAsync(3, b.Id);
        var error = await a.HearAsync("error");

        Assert.Equal(("unavailable", 3, true, 1000), (
            (string)error["code"]!, (int)error["id"]!, (bool)error["retryable"]!, (int)error["retryAfterMs"]!));
        Assert.Contains("MaxWaitingMessages", (string)error["message"]!);
    }

    [Fact]
    public async Task Binary_rubbish_is_a_bad_message()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();

        await a.Socket.SayAsync([0x00, 0xff, 0xfe, 0x80, 0x0a, 0x00], WebSocketMessageType.Binary);

        Assert.Equal("bad_message", (string)(await a.HearAsync("error"))["code"]!);
        Assert.Equal(4100, await a.Socket.HearCloseAsync());
    }

    [Fact]
    public async Task A_text_frame_that_is_no_UTF8_ends_the_connection_and_the_others_go_on()
    {
        await using var relay = await TestRelay.StartAsync();
        using var bystander = await relay.JoinAsync();
        using var a = await relay.JoinAsync();
        await bystander.HearPresenceAsync("joined");

        await a.Socket.SayAsync([0x7b, 0xff, 0xfe], WebSocketMessageType.Text);

        // The framework says 1007 and cuts at once; the cut may overtake the code.
        Assert.True(await a.Socket.HearCloseAsync() is 1006 or 1007);
        await bystander.HearPresenceAsync("left");
    }

    [Fact]
    public async Task An_unknown_type_is_an_error_and_the_connection_goes_on()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();

        await a.Socket.SayAsync("""{"type":"dance"}""");

        Assert.Equal("unknown_type", (string)(await a.HearAsync("error"))["code"]!);
        Assert.Empty(await a.HearRestAsync());
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_its_id_and_the_connection_goes_on()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxBodyBytes = 1000);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        await a.SendAsync(1, b.Id, new string('x', 1001));
        var error = await a.HearAsync("error");
        await a.MigrateAsync(2, b.Id, new string('y', 1000));

        Assert.Equal(("too_large", 1), ((string)error["code"]!, (int)error["id"]!));
        Assert.Contains("MaxBodyBytes", (string)error["message"]!);
        Assert.Equal(new string('y', 1000), (await b.HearAsync("message")).Text);
    }

    [Fact]
    public async Task A_frame_beyond_every_limit_is_closed_before_it_is_read_whole()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxBodyBytes = 100_000);
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();

        await a.SendAsync(1, b.Id, new string('x', 3_000_000));

        Assert.Equal("too_large", (string)(await a.HearAsync("error"))["code"]!);
        Assert.Equal(4103, await a.Socket.HearCloseAsync());
        Assert.DoesNotContain(await b.HearRestAsync(), frame => frame.Type == "message");
    }

    [Fact]
    public async Task An_envelope_and_a_body_of_just_their_limits_are_taken_and_a_byte_more_of_both_is_not()
    {
        await using var relay = await TestRelay.StartAsync(
            options => (options.MaxEnvelopeBytes, options.MaxBodyBytes) = (1024, 100_000));
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        byte[] Frame(int id, int size) => Encoding.UTF8.GetBytes(
            $$"""{"type":"send","id":{{id}},"to":"{{b.Id}}","kind":"note"}""".PadRight(1024) + "\n" + new string('x', size));

        await a.Socket.SayAsync(Frame(1, 100_000), WebSocketMessageType.Text);
        Assert.Equal("sent", (await a.HearAsync("sent")).Type);
        await a.Socket.SayAsync(Frame(2, 100_001), WebSocketMessageType.Text);

        Assert.Equal("too_large", (string)(await a.HearAsync("error"))["code"]!);
        Assert.Equal(4103, await a.Socket.HearCloseAsync());
        Assert.Equal(100_000, (await b.HearAsync("message")).Text.Length);
    }

    [Fact]
    public async Task A_frame_may_come_in_pieces()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        var body = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}é"));
        var frame = Encoding.UTF8.GetBytes($$"""{"type":"send","id":1,"to":"{{b.Id}}","kind":"migration"}""" + "\n" + body);

        foreach (var piece in frame.Chunk(97))
        {
            await a.Socket.SayAsync(piece, WebSocketMessageType.Text, endOfMessage: false);
        }

        await a.Socket.SayAsync([], WebSocketMessageType.Text);

        Assert.Equal(body, (await b.HearAsync("message")).Text);
    }

    [Fact]
    public async Task A_binary_body_arrives_as_it_was_sent()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        byte[] body = [0, 10, 255, 10, 128, 0];
        var head = Encoding.UTF8.GetBytes($$"""{"type":"send","id":1,"to":"{{b.Id}}","kind":"migration"}""" + "\n");

        await a.Socket.SayAsync([.. head, .. body], WebSocketMessageType.Binary);
        var message = await b.HearAsync("message");

        Assert.True(message.IsBinary);
        Assert.Equal(body, message.Body);
    }

    [Fact]
    public async Task An_unknown_target_is_named_and_the_connection_goes_on()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();

        await a.SendAsync(4, "nobody");
        var error = await a.HearAsync("error");

        Assert.Equal(("unknown_target", 4, false), ((string)error["code"]!, (int)error["id"]!, (bool)error["retryable"]!));
        Assert.Contains("nobody", (string)error["message"]!);
        Assert.Empty(await a.HearRestAsync());
    }

    [Fact]
    public async Task What_waits_is_bounded_and_the_sender_is_told_to_come_again()
    {
        await using var relay = await TestRelay.StartAsync(options => (options.MaxBodyBytes, options.MaxWaitingBytes) = (2000, 5000));
        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.AnswerAsync(1, b.Id, new string('x', 2000));
        await a.AnswerAsync(2, b.Id, new string('x', 2000));

        await a.SendAsync(3, b.Id, new string('x', 2000));
        var error = await a.HearAsync("error");
        await b.HearAsync("message");
        await b.AcknowledgeAsync((await b.HearAsync("message")).Number);
        await b.HearRestAsync();
        await a.AnswerAsync(4, b.Id, new string('x', 2000));

        Assert.Equal(("unavailable", true), ((string)error["code"]!, (bool)error["retryable"]!));
        Assert.True((int)error["retryAfterMs"]! > 0);
        Assert.Contains("MaxWaitingBytes", (string)error["message"]!);
    }

    [Fact]
    public async Task A_space_takes_no_more_instances_than_it_may()
    {
        await using var relay = await TestRelay.StartAsync(options => options.MaxInstancesPerSpace = 1);
        using var a = await relay.JoinAsync();
        using var socket = await relay.OpenAsync();

        await socket.SayAsync(new Identity("B").Hello());

        Assert.Contains("MaxInstancesPerSpace", (string)(await socket.HearAsync("error"))["message"]!);
        Assert.Equal(1013, await socket.HearCloseAsync());
    }

    [Fact]
    public async Task A_stopping_relay_closes_with_the_code_that_means_come_back()
    {
        await using var relay = await TestRelay.StartAsync();
        using var a = await relay.JoinAsync();
        using var silent = await relay.OpenAsync();

        var stopped = relay.StopAsync();

        Assert.Equal(1001, await a.Socket.HearCloseAsync());
        Assert.Equal(1001, await silent.HearCloseAsync());
        await stopped;
    }
}
