using System.Net;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Isolation;

/// <summary>A space with its instances, and all that it was told: everything that is random by itself is left out.</summary>
internal sealed class IsolatedSpace(TestRelay relay, string name, string elsewhere)
{
    /// <summary>One more than there is room for.</summary>
    public const int Instances = 4;

    private const string Fingerprint = "9f86d081884c7d65";

    private readonly List<string> _told = [];
    private readonly Dictionary<int, TestInstance> _open = [];
    private readonly Identity[] _identities =
        [.. Enumerable.Range(0, Instances).Select(i => new Identity($"{name} {i}") { Id = IdOf(i == 0 ? name : $"{i}") })];
    private readonly Dictionary<int, (long Sent, long Heard)> _places = [];

    public async Task DoAsync(Step step)
    {
        _told.Add($"-- {step.Kind} {step.By} {step.To}");
        var open = _open.GetValueOrDefault(step.By);
        switch (step.Kind)
        {
            case "join":
                await JoinAsync(step.By);
                break;
            case "leave" when open is not null:
                await open.LeaveAsync();
                Close(step.By);
                break;
            case "send" when open is not null:
                // Not to itself: its message might come before the answer, or behind it.
                await SendAsync(step.By, open, step.To == step.By ? "*" : TargetOf(step.To));
                break;
            case "acknowledge" when open is not null:
                await open.AcknowledgeAsync(_places[step.By].Heard);
                await SyncAsync(open);
                break;
            case "rename" when open is not null:
                await open.Socket.SayAsync(new JsonObject { ["type"] = "rename", ["name"] = $"{name} renamed {step.To}" });
                await SyncAsync(open);
                break;
            case "fetch" when open is not null:
                await open.Socket.SayAsync(new JsonObject { ["type"] = "fetch", ["fingerprint"] = Fingerprint });
                await AnswerAsync(open, "base", "error");
                break;
            case "hand over" when open is not null:
                await open.Socket.SayAsync(new JsonObject { ["type"] = "base", ["fingerprint"] = Fingerprint }, $"rows of {name}");
                await AnswerAsync(open, "stored", "error");
                break;
            case "post":
                await PostAsync(TargetOf(step.To));
                break;
            case "list":
                await AskAsync(HttpMethod.Get, "instances");
                break;
            case "remove":
                await AskAsync(HttpMethod.Delete, $"instances/{TargetOf(Instances)}");
                break;
        }
    }

    /// <summary>Everything that was told until now, in order where there is one.</summary>
    public async Task<List<string>> EndAsync()
    {
        foreach (var (by, open) in _open.ToList())
        {
            await SyncAsync(open);
            await open.LeaveAsync();
            Close(by);
        }

        return _told;
    }

    /// <summary>The first id is this space's alone, the others are in all spaces.</summary>
    private static string IdOf(string text) => text.Replace(' ', '_').PadLeft(22, 'i');

    /// <summary>One of its own, one that is elsewhere only, or all.</summary>
    private string TargetOf(int to) => to < Instances ? _identities[to].Id : to == Instances ? IdOf(elsewhere) : "*";

    private async Task JoinAsync(int by)
    {
        var identity = _identities[by];
        var socket = await relay.OpenAsync(options => options.SetRequestHeader("X-Space", name));
        await socket.SayAsync(identity.Hello());
        var answer = await socket.HearAsync();
        Tell(by, answer);
        if (answer.Type != "welcome")
        {
            Assert.Equal(1013, await socket.HearCloseAsync());
            socket.Dispose();
            return;
        }

        if (_open.TryGetValue(by, out var older))
        {
            Assert.Equal(4102, await older.Socket.HearCloseAsync());
            older.Dispose();
        }

        _open[by] = new TestInstance(identity, socket, answer);
        _places[by] = (Math.Max(_places.GetValueOrDefault(by).Sent, (long)answer["accepted"]!), _places.GetValueOrDefault(by).Heard);

        // Behind all that waited for it.
        await PostAsync(identity.Id);
    }

    private async Task SendAsync(int by, TestInstance open, string to)
    {
        var (sent, heard) = _places[by];
        _places[by] = (++sent, heard);
        var send = new JsonObject { ["type"] = "send", ["id"] = sent, ["to"] = to, ["kind"] = "migration", ["base"] = Fingerprint };
        await open.Socket.SayAsync(send, $"body of {name} {sent}");
        if (await AnswerAsync(open, "sent", "error") is { Type: "sent" } answer)
        {
            await HearAsync((long)answer["number"]!, to, except: by);
        }
    }

    private async Task PostAsync(string to)
    {
        if (await AskAsync(HttpMethod.Post, $"messages?to={to}", $"post of {name}") is { } answer && answer["number"] is { } number)
        {
            await HearAsync((long)number, to, except: -1);
        }
    }

    /// <summary>Everyone who is there hears a message, and what came before it.</summary>
    private async Task HearAsync(long number, string to, int except)
    {
        foreach (var (by, open) in _open.Where(pair => to == pair.Value.Id || (to == "*" && pair.Key != except)))
        {
            Frame message;
            do
            {
                message = await open.HearAsync("message");
                Tell(by, message);
            }
            while (message.Number < number);
            _places[by] = (_places[by].Sent, number);
        }
    }

    private async Task<Frame> AnswerAsync(TestInstance open, params IReadOnlyList<string> types)
    {
        Frame answer;
        var others = new List<Frame>();
        while (true)
        {
            answer = await open.Socket.HearAsync();
            if (types.Contains(answer.Type))
            {
                break;
            }

            others.Add(answer);
        }

        Tell(IndexOf(open), answer);
        ExpectPresence(others);
        return answer;
    }

    private async Task SyncAsync(TestInstance open) => ExpectPresence(await open.HearRestAsync());

    /// <summary>Who comes and goes is told whenever there is time for it, so only that it is about this space is sure.</summary>
    private void ExpectPresence(IEnumerable<Frame> frames)
    {
        foreach (var frame in frames)
        {
            Assert.True(frame.Type == "presence", $"{frame.Type} {frame.Envelope.ToJsonString()} came unasked.");
            Assert.Contains($"\"{name} ", frame.Envelope.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private int IndexOf(TestInstance open) => Array.FindIndex(_identities, identity => identity.Id == open.Id);

    private void Close(int by)
    {
        _open.Remove(by, out var closed);
        closed!.Dispose();
    }

    private async Task<JsonNode?> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/liquid/{path}") { Headers = { { "X-Space", name } } };
        request.Content = body is null ? null : new StringContent(body);
        using var response = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var answer = text.Length > 0 ? JsonNode.Parse(text) : null;
        (answer as JsonObject)?.Remove("traceId");
        _told.Add($"{method} {path}: {(int)response.StatusCode} {answer?.ToJsonString()}");
        return response.StatusCode == HttpStatusCode.OK ? answer : null;
    }

    private void Tell(int by, Frame frame)
    {
        var envelope = frame.Envelope.DeepClone().AsObject();
        if (envelope.ContainsKey("epoch"))
        {
            envelope["epoch"] = "random";
        }

        if ((string?)envelope["from"] is { } from && from.StartsWith("http ", StringComparison.Ordinal))
        {
            envelope["from"] = "http";
        }

        _told.Add($"{by} hears {frame.Type} {envelope.ToJsonString()} {frame.Text}");
    }
}
