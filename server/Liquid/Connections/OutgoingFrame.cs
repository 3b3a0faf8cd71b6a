using System.Buffers;
using System.Buffers.Binary;

namespace Liquid.Connections;

/// <summary>A frame with a message, to be written.</summary>
internal readonly record struct OutgoingFrame(ReadOnlyMemory<byte> Bytes, bool IsBinary = false)
{
    private const byte Final = 0x80;
    private const byte Text = 1;
    private const byte Binary = 2;

    /// <summary>What stands before the bytes of a frame that a server sends in one piece (RFC 6455, section 5.2).</summary>
    public void WriteHeader(IBufferWriter<byte> output)
    {
        var header = output.GetSpan(10);
        header[0] = (byte)(Final | (IsBinary ? Binary : Text));
        switch (Bytes.Length)
        {
            case < 126:
                header[1] = (byte)Bytes.Length;
                output.Advance(2);
                break;
            case <= ushort.MaxValue:
                header[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)Bytes.Length);
                output.Advance(4);
                break;
            default:
                header[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(header[2..], Bytes.Length);
                output.Advance(10);
                break;
        }
    }
}
