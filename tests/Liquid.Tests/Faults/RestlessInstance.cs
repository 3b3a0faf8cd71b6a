using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Faults;

/// <summary>
/// An instance under faults: sends at random to random targets, applies and acknowledges what comes, and when its connection
/// breaks comes back and sends again what the relay has not accepted, as PROTOCOL.md asks. It writes down what it saw.
/// </summary>
/// <param name="identity">Who it is.</param>
/// <param name="relay">Where the relay's socket is; waits while it is nowhere.</param>
/// <param name="progress">Counts what becomes of messages.</param>
/// <param name="seed">What it does follows from it.</param>
/// <param name="habits">How it does it.</param>
internal sealed class RestlessInstance(
    Identity identity, Func<CancellationToken, Task<Uri>> relay, Progress progress, int seed, Habits habits) : IDisposable
{
    private const int MostInFlight = 4;
    private const int LastWord = 2;

    /// <summary>How long it waits before it tries again what the relay can't do now.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(100);

    private readonly Random _choices = new(seed);
    private readonly Random _moods = new(seed + 1);
    private readonly SortedDictionary<long, (Attempt Attempt, int Re)> _unanswered = [];
    private readonly SemaphoreSlim _room = new(MostInFlight, MostInFlight);
    private readonly SemaphoreSlim _saying = new(1, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _lastWords = new();
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<Task<int>> _left = [];
    private volatile TaskCompletionSource _away = Done();
    private volatile TestSocket? _socket;
    private volatile bool _isLeaving;
    private volatile bool _isRefused;
    private string? _epoch;
    private long _cursor;
    private long _id;

    public string Id => identity.Id;

    public History History { get; } = new(identity.Id);

    public int Welcomes { get; private set; }

    /// <summary>How often it was told that its numbers are of a log that is no more.</summary>
    public int Rewinds { get; private set; }

    /// <summary>The codes with which its connections were closed; 1006 for those that broke.</summary>
    public List<int> Closes { get; } = [];

    public Task WelcomedAsync => _welcomed.Task;

    /// <summary>Completes when it has heard all that came on a connection that is broken.</summary>
    public Task AwayAsync => _away.Task;

    /// <summary>Cuts the connection in the middle of whatever it does.</summary>
    public void Cut() => _socket?.Raw.Abort();

    /// <summary>
    /// Goes on with another connection while the one that it has is whole: as a page whose network changed, which the relay has
    /// not noticed.
    /// </summary>
    public void Leave() => _isLeaving = true;

    /// <summary>How the connections that it left were closed by the relay.</summary>
    public Task<int[]> LeftAsync() => Task.WhenAll(_left).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <summary>What the relay said until now that it has.</summary>
    public async Task<IReadOnlyList<Attempt>> SentAsync()
    {
        await _saying.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return History.Attempts.FindAll(attempt => attempt.Outcome == Outcome.Sent);
        }
        finally
        {
            _saying.Release();
        }
    }

    /// <summary>Connects, and connects again, until it is told to stop.</summary>
    public async Task LiveAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RestAsync(stop);
                await ConnectAsync(await relay(stop), stop);
            }
            catch (Exception cut) when (IsCut(cut))
            {
                // Killed or cut, here or there: it comes back.
            }
            finally
            {
                _away.TrySetResult();
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

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        done.SetResult();
        return done;
    }

    private Task RestAsync(CancellationToken stop) => _isRefused ? Task.Delay(_rest, stop) : Task.CompletedTask;

    private async Task ConnectAsync(Uri address, CancellationToken stop)
    {
        var socket = await TestSocket.OpenAsync(address).WaitAsync(habits.Patience, stop);
        var end = stop.Register(socket.Raw.Abort);
        var isLeft = false;
        try
        {
            _away = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await socket.SayAsync(identity.Hello(_cursor, _epoch));
            Frame frame;
            while ((frame = await socket.HearAsync().WaitAsync(habits.Patience, stop)).CloseCode is null)
            {
                await HearAsync(socket, frame);
                if (_isLeaving && _socket == socket)
                {
                    isLeft = true;
                    return;
                }
            }

            Closes.Add(frame.CloseCode.Value);
        }
        finally
        {
            if (isLeft)
            {
                // What still comes there is for nobody.
                _isLeaving = false;
                _socket = null;
                _left.Add(HearOutAsync(socket, end));
            }
            else
            {
                await end.DisposeAsync();
                socket.Dispose();
            }
        }
    }

    private static async Task<int> HearOutAsync(TestSocket socket, CancellationTokenRegistration end)
    {
        using (socket)
        await using (end)
        {
            return await socket.HearCloseAsync();
        }
    }

    private async Task SendAsync(string to, string kind, int re)
    {
        await RestAsync(TestContext.Current.CancellationToken);
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
                    foreach (var cursor in habits.Acknowledgements(_moods, _cursor))
                    {
                        await socket.SayAsync(new JsonObject { ["type"] = "ack", ["cursor"] = cursor });
                    }

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
        Welcomes++;
        if (_epoch is not null && !(bool)welcome["resumed"]!)
        {
            Rewinds++;
            _cursor = 0;
        }

        _epoch = (string)welcome["epoch"]!;
        _cursor = Math.Max(_cursor, (long)welcome["cursor"]!);
        var accepted = (long)welcome["accepted"]!;
        foreach (var id in _unanswered.Keys.Where(id => id <= accepted).ToList())
        {
            Answer(id, Outcome.Sent);
        }

        _welcomed.TrySetResult();
        _socket = socket;
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
        History.Applied.Add(new(message.Number, from, (long)message["id"]!, (string)message["kind"]!, message.Text, Rewinds));
        progress.Count();
        if ((int?)message["re"] == LastWord)
        {
            LastWordOf(from).TrySetResult();
        }
    }

    private TaskCompletionSource LastWordOf(string other) =>
        _lastWords.GetOrAdd(other, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static bool IsCut(Exception problem) =>
        problem is WebSocketException or IOException or OperationCanceledException or InvalidOperationException or TimeoutException;
}
