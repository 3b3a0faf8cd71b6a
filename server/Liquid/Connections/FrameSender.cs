using System.Net.WebSockets;
using Liquid.Messages;

namespace Liquid.Connections;

/// <summary>
/// Writes frames, one at a time. Answers and deliveries wait for each other here and nowhere else: who does not read gets
/// no queue, but is not listened to until it reads.
/// </summary>
/// <param name="socket">What it writes to.</param>
/// <param name="stream">What is under the socket; <see langword="null"/> if only the socket itself can write.</param>
/// <param name="meter">Counts the errors.</param>
internal sealed class FrameSender(WebSocket socket, TransportStream? stream, LiquidMeter meter) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public ValueTask SendAsync(RelayMessage message)
    {
        if (message is Error error)
        {
            meter.Refused(error.Code);
        }

        return SendAsync(new OutgoingFrame(EnvelopeWriter.Write(message)));
    }

    public ValueTask SendAsync(OutgoingFrame frame) => SendAsync([frame]);

    /// <summary>Sends the frames of one moment, as far as possible together.</summary>
    public async ValueTask SendAsync(IReadOnlyList<OutgoingFrame> frames)
    {
        await _turn.WaitAsync();
        try
        {
            await WriteAsync(frames);
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

    private ValueTask WriteAsync(IReadOnlyList<OutgoingFrame> frames)
    {
        if (stream is null)
        {
            return WriteToSocketAsync(frames);
        }

        // As the socket itself would: nothing follows a close frame.
        return socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? stream.WriteAsync(frames)
            : throw new WebSocketException(WebSocketError.InvalidState);
    }

    private async ValueTask WriteToSocketAsync(IReadOnlyList<OutgoingFrame> frames)
    {
        foreach (var frame in frames)
        {
            var type = frame.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
            await socket.SendAsync(frame.Bytes, type, endOfMessage: true, CancellationToken.None);
        }
    }
}
