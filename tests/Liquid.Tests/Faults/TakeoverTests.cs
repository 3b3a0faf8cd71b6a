using Liquid.Tests.Stores;

namespace Liquid.Tests.Faults;

/// <summary>Two connections for one instance: the newest has it, the older is told so.</summary>
public sealed class TakeoverTests(ITestOutputHelper output)
{
    private const int Replaced = 4102;

    [Fact]
    public async Task What_was_sent_is_applied_once_and_in_order_though_instances_come_again_while_they_are_still_there()
    {
        var run = FaultRun.Start("TAKEOVERS", usual: 40, output);
        using var folder = new TemporaryFolder();
        await using var relay = await TestRelay.StartAsync(options => (options.Store, options.Data) = ("sqlite", folder.Path));
        using var crowd = await Crowd.GatherAsync(_ => Task.FromResult(relay.SocketAddress), run.Seed);

        await crowd.SendDuringAsync(async () =>
        {
            var random = new Random(run.Seed);
            for (var takeover = 0; takeover < run.Faults; takeover++)
            {
                await crowd.Progress.PassAsync(random.Next(1, 40));
                crowd.Instances[random.Next(crowd.Instances.Count)].Leave();
            }
        });
        var left = (await Task.WhenAll(crowd.Instances.Select(instance => instance.LeftAsync()))).SelectMany(codes => codes).ToList();
        await crowd.JudgeAsync(output);

        Assert.NotEmpty(left);
        Assert.All(left, code => Assert.Equal(Replaced, code));
        Assert.Equal(crowd.Instances.Count + left.Count, crowd.Instances.Sum(instance => instance.Welcomes));
    }

    [Fact]
    public async Task Of_connections_that_come_at_the_same_moment_one_stays_and_hears_each_message_once()
    {
        await using var relay = await TestRelay.StartAsync();
        using var sender = await relay.JoinAsync();
        var identity = new Identity("Many");
        using (var first = await relay.JoinAsync(identity))
        {
            await first.LeaveAsync();
        }

        for (var round = 1; round <= 20; round++)
        {
            var sockets = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => relay.OpenAsync()));
            await Task.WhenAll(sockets.Select(socket => socket.SayAsync(identity.Hello())));
            var listening = sockets.Select(socket => new Listener(socket)).ToList();
            await sender.AnswerAsync(round, identity.Id, $"{round}");

            var ended = listening.ToDictionary(one => one.Ended);
            while (ended.Count > 1)
            {
                var code = await Task.WhenAny(ended.Keys);
                Assert.Equal(Replaced, await code);
                ended.Remove(code);
            }

            var newest = ended.Values.Single();
            Assert.Equal($"{round}", await newest.FirstMessage.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
            await newest.LeaveAsync(round);
            Assert.Equal([$"{round}"], newest.Messages);
            Array.ForEach(sockets, socket => socket.Dispose());
        }
    }

    /// <summary>Hears what one of several connections hears, to its close.</summary>
    private sealed class Listener
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TestSocket _socket;

        public Listener(TestSocket socket)
        {
            _socket = socket;
            Ended = ListenAsync();
        }

        public List<string> Messages { get; } = [];

        public Task<string> FirstMessage => _first.Task;

        /// <summary>The code of the close.</summary>
        public Task<int> Ended { get; }

        public async Task LeaveAsync(long applied)
        {
            await _socket.SayAsync($$"""{"type":"ack","cursor":{{applied}}}""");
            await _socket.Raw.CloseOutputAsync(
                System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
            await Ended;
        }

        private async Task<int> ListenAsync()
        {
            while (true)
            {
                var frame = await _socket.HearAsync();
                if (frame.CloseCode is { } code)
                {
                    return code;
                }

                if (frame.Type == "message")
                {
                    Messages.Add(frame.Text);
                    _first.TrySetResult(frame.Text);
                }
            }
        }
    }
}
