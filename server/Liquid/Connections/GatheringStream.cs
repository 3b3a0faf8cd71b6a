using System.Buffers;

namespace Liquid.Connections;

/// <summary>
/// Stands between a WebSocket and its connection, so that frames of one moment go out together: to call the system costs far
/// more than to copy a frame. Only the WebSocket writes here, one frame at a time, its keep-alives among them.
/// </summary>
internal sealed class GatheringStream(Stream connection) : Stream
{
    /// <summary>What is larger is worth a call of its own.</summary>
    private const int MostGathered = 16 * 1024;

    private byte[] _gathered = [];
    private int _count;

    /// <summary>More follows at once, so what is written now may wait for it.</summary>
    public bool IsGathering { get; set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_count + buffer.Length > MostGathered)
        {
            return WriteApartAsync(buffer, cancellationToken);
        }

        if (IsGathering)
        {
            Keep(buffer.Span);
            return default;
        }

        if (_count == 0)
        {
            return connection.WriteAsync(buffer, cancellationToken);
        }

        Keep(buffer.Span);
        return WriteGatheredAsync(cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _count > 0 ? Task.CompletedTask : connection.FlushAsync(cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        connection.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask WriteApartAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await WriteGatheredAsync(cancellationToken);
        await connection.WriteAsync(buffer, cancellationToken);
    }

    private async ValueTask WriteGatheredAsync(CancellationToken cancellationToken)
    {
        if (_count > 0)
        {
            var (bytes, count) = (_gathered, _count);
            (_gathered, _count) = ([], 0);
            await connection.WriteAsync(bytes.AsMemory(0, count), cancellationToken);
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_gathered.Length == 0)
        {
            _gathered = ArrayPool<byte>.Shared.Rent(MostGathered);
        }

        bytes.CopyTo(_gathered.AsSpan(_count));
        _count += bytes.Length;
    }
}
