using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Faults;

/// <summary>
/// An instance under faults: sends at random to random targets, applies and acknowledges what comes, and when its connection
/// breaks comes back and sends again what the relay has not accepted, as PROTOCOL.md asks. It writes down what it saw.
/// </summary>
internal sealed class RestlessInstance(Identity identity, IReadOnlyList<RelayProcess> relays, Progress progress, int seed)
    : IDisposable
{
    private const int MostInFlight = 4;
    private const int LastWord = 2;

    /// <summary>After so much silence it takes a connection for dead, as a client does whose ping is not answered.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(4);

    /// <summary>How long it waits before it tries again what the relay can't do now.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(100);

    private readonly Random _choices = new(seed);
    private readonly Random _habits = new(seed + 1);
    private readonly Random _routes = new(seed + 2);
    private readonly SortedDictionary<long, (Attempt Attempt, int Re)> _unanswered = [];
    private readonly SemaphoreSlim _room = new(MostInFlight, MostInFlight);
    private readonly SemaphoreSlim _saying = new(1, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _lastWords = new();
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestSocket? _socket;
    private volatile bool _isRefused;
    private long _cursor;
    private long _id;

    public string Id => identity.Id;

    public History History { get; } = new(identity.Id);

    /// <summary>The epochs it was told: one, unless the log was lost.</summary>
    public HashSet<string> Epochs { get; } = [];

    public Task WelcomedAsync => _welcomed.Task;

    /// <summary>Cuts the connection in the middle of whatever it does.</summary>
    public void Cut() => Volatile.Read(ref _socket)?.Raw.Abort();

    /// <summary>Connects, and connects again, until it is told to stop.</summary>
    public async Task LiveAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var relay = await ChooseAsync(stop);
                using var socket = await TestSocket.OpenAsync(relay.SocketAddress).WaitAsync(_patience, stop);
                using var end = stop.Register(socket.Raw.Abort);
                await socket.SayAsync(identity.Hello(_cursor, Epochs.FirstOrDefault()));
                while (await socket.HearAsync().WaitAsync(_patience, stop) is { CloseCode: null } frame)
                {
                    await HearAsync(socket, frame);
                }
            }
            catch (Exception cut) when (IsCut(cut))
            {
                // Killed or cut, here or there: it comes back.
            }
        }
    }

    /// <summary>Sends at random, a few at a time, until it is told to stop.</summary>
    public async Task SendAsync(IReadOnlyList<string> others, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var to = _choices.Next(3) == 0 ? "*" : others[_choices.Next(others.Count)];
            await SendAsync(to, _choices.Next(2) == 0 ? "migration" : "receipt", re: 1);
        }
    }

    /// <summary>Says to all that nothing more comes from it: who has heard that of everybody has heard everything.</summary>
    public Task SendLastWordAsync() => SendAsync("*", "receipt", LastWord);

    public Task HeardLastWordOfAsync(string other) =>
        LastWordOf(other).Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _room.Dispose();
        _saying.Dispose();
    }

    /// <summary>Any that runs: the next one may be another.</summary>
    private async Task<RelayProcess> ChooseAsync(CancellationToken stop)
    {
        if (_isRefused)
        {
            await Task.Delay(_rest, stop);
        }

        await Task.WhenAny(relays.Select(relay => relay.UpAsync(stop)));
        stop.ThrowIfCancellationRequested();
        var up = relays.Where(relay => relay.IsUp).ToList();
        return up.Count == 0 ? relays[0] : up[_routes.Next(up.Count)];
    }

    private async Task SendAsync(string to, string kind, int re)
    {
        if (_isRefused)
        {
            await Task.Delay(_rest, TestContext.Current.CancellationToken);
        }

        await _room.WaitAsync(TestContext.Current.CancellationToken);
        await _saying.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var attempt = new Attempt(Id, ++_id, to, kind);
            History.Attempts.Add(attempt);
            _unanswered.Add(attempt.Id, (attempt, re));
            if (_socket is { } socket)
            {
                await SayAsync(socket, attempt, re);
            }
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // It goes out again after the next welcome.
        }
        finally
        {
            _saying.Release();
        }
    }

    private static Task SayAsync(TestSocket socket, Attempt attempt, int re) => socket.SayAsync(
        new JsonObject
        {
            ["type"] = "send",
            ["id"] = attempt.Id,
            ["to"] = attempt.To,
            ["kind"] = attempt.Kind,
            ["re"] = re,
        },
        attempt.Body);

    private async Task HearAsync(TestSocket socket, Frame frame)
    {
        await _saying.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            switch (frame.Type)
            {
                case "welcome":
                    await ResumeAsync(socket, frame);
                    break;
                case "sent":
                    _isRefused = false;
                    Answer((long)frame["id"]!, Outcome.Sent);
                    break;
                case "error":
                    _isRefused = true;
                    if (frame["id"] is { } id)
                    {
                        Answer((long)id, Outcome.Refused);
                    }

                    break;
                case "message":
                    Apply(frame);
                    await AcknowledgeAsync(socket);
                    break;
            }
        }
        finally
        {
            _saying.Release();
        }
    }

    private async Task ResumeAsync(TestSocket socket, Frame welcome)
    {
        Epochs.Add((string)welcome["epoch"]!);
        _cursor = Math.Max(_cursor, (long)welcome["cursor"]!);
        var accepted = (long)welcome["accepted"]!;
        foreach (var id in _unanswered.Keys.Where(id => id <= accepted).ToList())
        {
            Answer(id, Outcome.Sent);
        }

        _welcomed.TrySetResult();
        Volatile.Write(ref _socket, socket);
        foreach (var (attempt, re) in _unanswered.Values)
        {
            await SayAsync(socket, attempt, re);
        }
    }

    private void Answer(long id, Outcome outcome)
    {
        if (_unanswered.Remove(id, out var unanswered))
        {
            unanswered.Attempt.Outcome = outcome;
            _room.Release();
            progress.Count();
        }
    }

    private void Apply(Frame message)
    {
        var from = (string)message["from"]!;
        if (message.Number <= _cursor)
        {
            // Applied before a cut; the relay had not heard of it.
            return;
        }

        _cursor = message.Number;
        History.Applied.Add(new(message.Number, from, (long)message["id"]!, (string)message["kind"]!, message.Text));
        progress.Count();
        if ((int?)message["re"] == LastWord)
        {
            LastWordOf(from).TrySetResult();
        }
    }

    /// <summary>Mostly once, now and then twice, too late, or not at all.</summary>
    private async Task AcknowledgeAsync(TestSocket socket)
    {
        long[] cursors = _habits.Next(10) switch
        {
            0 => [_cursor, _cursor],
            1 => [_cursor, Math.Max(0, _cursor - 3)],
            2 or 3 => [],
            _ => [_cursor],
        };
        foreach (var cursor in cursors)
        {
            await socket.SayAsync(new JsonObject { ["type"] = "ack", ["cursor"] = cursor });
        }
    }

    private TaskCompletionSource LastWordOf(string other) =>
        _lastWords.GetOrAdd(other, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static bool IsCut(Exception problem) =>
        problem is WebSocketException or IOException or OperationCanceledException or InvalidOperationException or TimeoutException;
}
