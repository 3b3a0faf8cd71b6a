using System.Buffers;
using System.Net.WebSockets;
using Liquid.Quotas;

namespace Liquid.Connections;

/// <summary>Receives whole frames into pooled memory. While nothing comes, it holds none.</summary>
internal sealed class FrameReceiver(
    WebSocket socket, string space, FrameMemory memory, LiquidOptions options, TimeProvider time) : IDisposable
{
    private const int FirstRent = 4096;
    private const byte LineFeed = (byte)'\n';

    private byte[] _buffer = [];
    private long _lastHeard = time.GetTimestamp();

    /// <summary>When the first piece of the frame came that is not whole yet; 0 while there is none.</summary>
    private long _began;

    /// <summary>How long nothing has come, not even a part of a frame.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _lastHeard));

    /// <summary>How long the frame has been coming that is not whole yet.</summary>
    public TimeSpan FrameAge => Volatile.Read(ref _began) is not 0 and var began ? time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Waits for the next frame. What it refers to is valid until the next call.</summary>
    public async ValueTask<ReceivedFrame> ReceiveAsync()
    {
        Release();
        try
        {
            // Without a buffer at first: an idle connection waits here.
            var result = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            var count = 0;
            var envelopeEnd = -1;
            while (result.MessageType != WebSocketMessageType.Close)
            {
                Volatile.Write(ref _lastHeard, time.GetTimestamp());
                if (result.EndOfMessage)
                {
                    Volatile.Write(ref _began, 0);
                    return Split(count, envelopeEnd, result.MessageType == WebSocketMessageType.Binary);
                }

                if (IsTooLarge(count, envelopeEnd))
                {
                    return ReceivedFrame.TooLarge;
                }

                if (_began == 0)
                {
                    Volatile.Write(ref _began, Volatile.Read(ref _lastHeard));
                }

                if (!TryMakeRoom(count, out var limit))
                {
                    return ReceivedFrame.NoRoom(limit);
                }

                result = await socket.ReceiveAsync(_buffer.AsMemory(count), CancellationToken.None);
                if (envelopeEnd < 0 && _buffer.AsSpan(count, result.Count).IndexOf(LineFeed) is >= 0 and var found)
                {
                    envelopeEnd = count + found;
                }

                count += result.Count;
            }
        }
        catch (Exception cut) when (cut is WebSocketException or OperationCanceledException or IOException)
        {
            // The peer is gone, or broke the rules of WebSocket, of which the framework has told it.
        }

        return ReceivedFrame.Closed;
    }

    /// <summary>Reads and throws away whatever still comes, until the socket is closed.</summary>
    public async ValueTask DiscardAsync(CancellationToken cancellationToken)
    {
        Release();
        TryMakeRoom(0, out _);
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
        }
    }

    public void Dispose() => Release();

    private ReceivedFrame Split(int count, int envelopeEnd, bool isBinary)
    {
        var envelope = _buffer.AsMemory(0, envelopeEnd < 0 ? count : envelopeEnd);
        var body = envelopeEnd < 0 ? default : _buffer.AsMemory(envelopeEnd + 1, count - envelopeEnd - 1);
        return IsTooLarge(count, envelopeEnd)
            ? ReceivedFrame.TooLarge
            : new ReceivedFrame(FrameOutcome.Frame, envelope, body, isBinary);
    }

    /// <summary>A body somewhat too large is still read, so that its refusal can say which message it was.</summary>
    private bool IsTooLarge(int count, int envelopeEnd) =>
        (envelopeEnd < 0 ? count : envelopeEnd) > options.MaxEnvelopeBytes
        || count > (long)options.MaxEnvelopeBytes + 1 + options.MaxBodyBytes;

    /// <summary>What everybody has for their small frames is not counted.</summary>
    private static int Counted(int size) => size <= FirstRent ? 0 : size;

    /// <summary>False if an option, which is named, allows no more.</summary>
    private bool TryMakeRoom(int count, out string limit)
    {
        limit = "";
        if (count < _buffer.Length)
        {
            return true;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstRent, count * 2));
        if (Counted(larger.Length) is > 0 and var bytes && !memory.TryTake(space, bytes, out limit))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        _buffer.AsSpan(0, count).CopyTo(larger);
        Release();
        _buffer = larger;
        return true;
    }

    private void Release()
    {
        if (_buffer.Length > 0)
        {
            if (Counted(_buffer.Length) is > 0 and var bytes)
            {
                memory.GiveBack(space, bytes);
            }

            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
