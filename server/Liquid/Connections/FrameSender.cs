using System.Net.WebSockets;
using Liquid.Messages;

namespace Liquid.Connections;

/// <summary>
/// Writes frames, one at a time. Answers and deliveries wait for each other here and nowhere else: who does not read gets
/// no queue, but is not listened to until it reads.
/// </summary>
internal sealed class FrameSender(WebSocket socket, LiquidMeter meter) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public ValueTask SendAsync(RelayMessage message)
    {
        if (message is Error error)
        {
            meter.Refused(error.Code);
        }

        return SendAsync(EnvelopeWriter.Write(message), isBinary: false);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, bool isBinary)
    {
        await _turn.WaitAsync();
        try
        {
            var type = isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
            await socket.SendAsync(frame, type, endOfMessage: true, CancellationToken.None);
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
}
