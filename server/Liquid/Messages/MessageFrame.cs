namespace Liquid.Messages;

/// <summary>
/// The frame in which a message goes out, built once for all its targets. The body is copied as soon as it arrives; the
/// envelope, which holds the number that only the commit gives, is written right before it, into room kept for it.
/// </summary>
internal sealed class MessageFrame
{
    /// <summary>More than an envelope with the largest numbers takes.</summary>
    private const int Room = 256;

    private const byte LineFeed = (byte)'\n';

    private readonly byte[] _bytes;

    public MessageFrame(ReadOnlySpan<byte> body, bool isBinary)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(Room + body.Length);
        body.CopyTo(_bytes.AsSpan(Room));
        IsBinary = isBinary;
    }

    public bool IsBinary { get; }

    /// <summary>The memory that the frame takes, in bytes.</summary>
    public int Size => _bytes.Length;

    /// <summary>Writes the envelope; returns the whole frame.</summary>
    public ReadOnlyMemory<byte> Complete(Message message)
    {
        var envelope = EnvelopeWriter.Write(message);
        var start = Room - 1 - envelope.Length;
        envelope.CopyTo(_bytes, start);
        _bytes[Room - 1] = LineFeed;
        return _bytes.AsMemory(start);
    }
}
