using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;

namespace Liquid.Tests.Fuzzing;

/// <summary>
/// One connection that says what its seed makes it say: mostly a right hello, then frames right and wrong in any order, whole, in
/// fragments or cut, to the bare bytes of the WebSocket protocol. It ends with a cut. Half of them keep to frames that are right in
/// themselves, and so get further.
/// </summary>
internal sealed class HostileInstance(int seed, IReadOnlyList<Identity> identities)
{
    private readonly Random _random = new(seed);
    private readonly bool _isPolite = seed % 2 == 0;

    /// <summary>Takes all that is said, so that one that does not read can say everything.</summary>
    private readonly Pipe _out = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly Pipe _in = new();

    /// <summary>Frames and scraps said.</summary>
    public int Said { get; private set; }

    /// <summary>Bytes heard.</summary>
    public long Heard { get; private set; }

    /// <summary>Runs both ends.</summary>
    /// <param name="serve">The relay's, until it is done with the socket.</param>
    public Task RunAsync(Func<WebSocket, Task> serve) => Task.WhenAll(Task.Run(SpeakAsync), Task.Run(async () =>
    {
        using var socket = WebSocket.CreateFromStream(
            new DuplexStream(_out.Reader.AsStream(), _in.Writer.AsStream()), isServer: true, null, TimeSpan.Zero);
        await serve(socket);
    }));

    private async Task SpeakAsync()
    {
        // Now and then one that does not read, until it is gone.
        var hearing = _random.Next(20) == 0 ? Task.CompletedTask : HearAsync();
        foreach (var bytes in Script())
        {
            Said++;
            if ((await _out.Writer.WriteAsync(bytes)).IsCompleted)
            {
                break;
            }
        }

        await _out.Writer.CompleteAsync(_random.Next(2) == 0 ? new IOException("Cut.") : null);
        if (!hearing.IsCompleted)
        {
            await hearing;
        }

        await _in.Reader.CompleteAsync();
    }

    private async Task HearAsync()
    {
        while (true)
        {
            var read = await _in.Reader.ReadAsync();
            Heard += read.Buffer.Length;
            _in.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private IEnumerable<byte[]> Script()
    {
        if (_random.Next(10) > 0)
        {
            yield return WebSocketBytes.Frame(WebSocketBytes.Text, Encoding.UTF8.GetBytes(Pick(identities).Hello().ToJsonString()));
        }

        for (var steps = _random.Next(25); steps > 0; steps--)
        {
            foreach (var bytes in Step())
            {
                yield return bytes;
            }
        }

        if (_random.Next(3) == 0)
        {
            var last = WebSocketBytes.Frame(WebSocketBytes.Text, Encoding.UTF8.GetBytes(Right()));
            yield return last[.._random.Next(last.Length)];
        }
    }

    private IEnumerable<byte[]> Step()
    {
        switch (_random.Next(_isPolite ? 14 : 0, 40))
        {
            case 0:
                return [WebSocketBytes.Frame(Pick([WebSocketBytes.Ping, WebSocketBytes.Pong]), Noise(125))];
            case 1:
                return [WebSocketBytes.Frame(WebSocketBytes.Close, Noise(125))];
            case 2:
                return [Noise(200)];
            case 3:
                return [WebSocketBytes.Frame(WebSocketBytes.Text, Noise(50), length: Pick([200, 70_000, long.MaxValue, -1]))];
            case 4:
                return [WebSocketBytes.Frame(WebSocketBytes.Text, "{}"u8, isMasked: false)];
            case 5:
                return [WebSocketBytes.Frame(_random.Next(16), Noise(20), _random.Next(2) == 0)];
            case < 14:
                return WebSocketBytes.Fragments(Kind(), Mutation.Next(_random), _random);
            case < 20:
                return WebSocketBytes.Fragments(Kind(), Encoding.UTF8.GetBytes(Right()), _random);
            default:
                return [WebSocketBytes.Frame(Kind(), Encoding.UTF8.GetBytes(Right()))];
        }
    }

    /// <summary>A frame that is right in itself, whatever came before it.</summary>
    private string Right() => _random.Next(12) switch
    {
        0 => $$"""{"type":"ack","cursor":{{_random.NextInt64(Pick([3, 1000, long.MaxValue]))}}}""",
        1 => """{"type":"ping"}""",
        2 => $$"""{"type":"rename","name":"Name {{_random.Next()}}"}""",
        3 => $$"""{"type":"fetch","fingerprint":"{{Fingerprint()}}"}""",
        4 or 5 => $$"""{"type":"base","fingerprint":"{{Fingerprint()}}"}""" + "\n" + new string('r', _random.Next(3000)),
        6 when !_isPolite => Pick(identities).Hello(_random.Next(100), "b1946ac92492d234").ToJsonString(),
        7 => $$"""{"type":"send","id":{{Id()}},"to":"{{To()}}","kind":"receipt","re":1,"ttl":{{_random.Next(1, 4)}}}""" + "\n" + new string('b', _random.Next(6000)),
        _ => $$"""{"type":"send","id":{{Id()}},"to":"{{To()}}","kind":"migration","ttl":{{_random.Next(1, 4)}},"base":"{{Fingerprint()}}"}"""
            + "\n" + new string('b', _random.Next(3000)),
    };

    private long Id() => _random.NextInt64(1, Pick([50, 100_000, long.MaxValue]));

    private string To() => Pick(["*", "*", "nobody", .. identities.Select(identity => identity.Id)]);

    private string Fingerprint() => $"{_random.Next(5):x16}";

    private int Kind() => _random.Next(4) == 0 ? WebSocketBytes.Binary : WebSocketBytes.Text;

    private byte[] Noise(int most)
    {
        var noise = new byte[_random.Next(most + 1)];
        _random.NextBytes(noise);
        return noise;
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
