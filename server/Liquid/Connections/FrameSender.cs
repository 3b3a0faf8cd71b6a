using System.Net.WebSockets;
using Liquid.Messages;

namespace Liquid.Connections;

/// <summary>
/// Writes frames, one at a time. Answers and deliveries wait for each other here and nowhere else: who does not read gets
/// no queue, but is not listened to until it reads.
/// </summary>
/// <param name="socket">What it writes to.</param>
/// <param name="stream">What is under the socket; <see langword="null"/> if each frame goes out by itself.</param>
/// <param name="meter">Counts the errors.</param>
internal sealed class FrameSender(WebSocket socket, GatheringStream? stream, LiquidMeter meter) : IDisposable
{
    /// <summary>
    /// Larger frames go out in fragments: the framework copies what it writes, and who does not read shall not hold a copy of a
    /// large message. With its header a fragment takes 64 KiB.
    /// </summary>
    private const int FragmentSize = (64 * 1024) - 14;

    private readonly SemaphoreSlim _turn = new(1, 1);

    public ValueTask SendAsync(RelayMessage message)
    {
        if (message is Error error)
        {
            meter.Refused(error.Code);
        }

        return SendAsync(new OutgoingFrame(EnvelopeWriter.Write(message)));
    }

    public async ValueTask SendAsync(OutgoingFrame frame)
    {
        await _turn.WaitAsync();
        try
        {
            await WriteAsync(frame);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends the frames of one moment, as far as possible together.</summary>
    public async ValueTask SendAsync(IReadOnlyList<OutgoingFrame> frames)
    {
        await _turn.WaitAsync();
        try
        {
            for (var i = 0; i < frames.Count; i++)
            {
                stream?.IsGathering = i < frames.Count - 1;
                await WriteAsync(frames[i]);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Writes the close frame, behind what is being written now.</summary>
    public async ValueTask CloseAsync(CloseReason reason, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(reason.Code, reason.Text, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private ValueTask WriteAsync(OutgoingFrame frame) => frame.Bytes.Length <= FragmentSize
        ? socket.SendAsync(frame.Bytes, TypeOf(frame), endOfMessage: true, CancellationToken.None)
        : WriteFragmentsAsync(frame);

    private async ValueTask WriteFragmentsAsync(OutgoingFrame frame)
    {
        for (var rest = frame.Bytes; !rest.IsEmpty;)
        {
            var size = Math.Min(rest.Length, FragmentSize);
            await socket.SendAsync(rest[..size], TypeOf(frame), endOfMessage: size == rest.Length, CancellationToken.None);
            rest = rest[size..];
        }
    }

    private static WebSocketMessageType TypeOf(OutgoingFrame frame) =>
        frame.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
}
