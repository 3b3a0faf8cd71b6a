using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Liquid.Connections;

/// <summary>
/// Stands between a WebSocket and its connection. The framework's WebSocket reads here, and writes its control frames; frames
/// with messages are written past it, straight into the transport: those of one moment together, each copied once. To call the
/// system costs far more than to copy a frame, and the framework would do so for each, behind three copies.
/// </summary>
internal sealed class TransportStream(IDuplexPipe transport, IConnectionLifetimeFeature lifetime) : Stream
{
    /// <summary>So much goes out at once; who does not read holds no more of a large message than that.</summary>
    private const int MostAtOnce = 64 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether nothing is between it and that transport.</summary>
    public bool IsOver(IDuplexPipe other) => transport == other;

    /// <summary>Cuts the connection: whatever waits for its peer ends.</summary>
    public void Abort() => lifetime.Abort();

    /// <summary>Writes frames with messages, and no other frame in between.</summary>
    public async ValueTask WriteAsync(IReadOnlyList<OutgoingFrame> frames)
    {
        await _turn.WaitAsync();
        try
        {
            for (var i = 0; i < frames.Count; i++)
            {
                frames[i].WriteHeader(transport.Output);
                for (var rest = WriteFirst(frames[i].Bytes); !rest.IsEmpty; rest = WriteFirst(rest))
                {
                    await FlushOutputAsync(CancellationToken.None);
                }
            }

            await FlushOutputAsync(CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The WebSocket writes each of its frames with one call.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            transport.Output.Write(buffer.Span);
            await FlushOutputAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadResult result;
        do
        {
            result = await transport.Input.ReadAsync(cancellationToken);
        }
        while (result.IsCanceled); // A server that stops wants no further request on this connection; this one goes on.

        var count = (int)Math.Min(result.Buffer.Length, buffer.Length);
        var read = result.Buffer.Slice(0, count);
        read.CopyTo(buffer.Span);

        // What is left counts as not looked at, so that the next read has it at once.
        transport.Input.AdvanceTo(read.End);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>As much as still goes out at once; returns the rest.</summary>
    private ReadOnlyMemory<byte> WriteFirst(ReadOnlyMemory<byte> bytes)
    {
        var room = Math.Max(0, MostAtOnce - transport.Output.UnflushedBytes);
        var size = (int)Math.Min(bytes.Length, room);
        transport.Output.Write(bytes.Span[..size]);
        return bytes[size..];
    }

    /// <summary>Waits while the peer reads more slowly than is written.</summary>
    private async ValueTask FlushOutputAsync(CancellationToken cancellationToken)
    {
        var result = await transport.Output.FlushAsync(cancellationToken);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
        }
    }
}
