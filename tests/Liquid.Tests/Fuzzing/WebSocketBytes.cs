using System.Buffers.Binary;

namespace Liquid.Tests.Fuzzing;

/// <summary>Frames of the WebSocket protocol (RFC 6455, section 5.2) as bytes, right and wrong.</summary>
internal static class WebSocketBytes
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    public static byte[] Frame(int opcode, ReadOnlySpan<byte> payload, bool isFinal = true, bool isMasked = true, long? length = null)
    {
        var bytes = new List<byte> { (byte)((isFinal ? 0x80 : 0) | opcode) };
        var mask = isMasked ? 0x80 : 0;
        var said = length ?? payload.Length;
        if (said < 126)
        {
            bytes.Add((byte)(mask | (int)said));
        }
        else
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(number, said);
            bytes.Add((byte)(mask | (said < 65536 ? 126 : 127)));
            bytes.AddRange(said < 65536 ? number[6..] : number);
        }

        // A mask of zeros leaves the payload as it is.
        bytes.AddRange(isMasked ? [0, 0, 0, 0] : []);
        bytes.AddRange(payload);
        return [.. bytes];
    }

    /// <summary>A message cut into parts anywhere, within characters too, with pings between them now and then.</summary>
    public static IEnumerable<byte[]> Fragments(int opcode, byte[] payload, Random random)
    {
        var start = 0;
        for (var parts = random.Next(1, 5); parts > 0; parts--)
        {
            var end = parts == 1 ? payload.Length : random.Next(start, payload.Length + 1);
            yield return Frame(start == 0 && parts > 0 && opcode != Continuation ? opcode : Continuation, payload.AsSpan(start, end - start), parts == 1);
            opcode = Continuation;
            start = end;
            if (random.Next(4) == 0)
            {
                yield return Frame(Ping, []);
            }
        }
    }
}
