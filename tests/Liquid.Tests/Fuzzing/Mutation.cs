using System.Text;
using System.Text.Json.Nodes;

namespace Liquid.Tests.Fuzzing;

/// <summary>Frames made from those of the conformance cases: some bytes changed, left out, doubled, or two cut together.</summary>
internal static class Mutation
{
    /// <summary>What readers stumble over.</summary>
    private static readonly byte[][] _stumbling =
    [
        "\""u8.ToArray(), "\\"u8.ToArray(), "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(), "\n"u8.ToArray(), "\0"u8.ToArray(),
        "{"u8.ToArray(), "[[[[[[[["u8.ToArray(), "]}"u8.ToArray(), ","u8.ToArray(), "null"u8.ToArray(), "-1"u8.ToArray(),
        "1e999"u8.ToArray(), "0.5"u8.ToArray(), "9223372036854775807"u8.ToArray(), "9223372036854775808"u8.ToArray(),
        "\"type\":\"ping\","u8.ToArray(), [0xc3], [0xff, 0xfe], [0xef, 0xbb, 0xbf], [0xed, 0xa0, 0x80],
        new byte[3000],
    ];

    private static readonly byte[][] _frames = Read();

    public static byte[] Next(Random random)
    {
        var frame = Pick(_frames, random);
        for (var changes = random.Next(5); changes > 0; changes--)
        {
            frame = Change(frame, random);
        }

        return frame;
    }

    private static byte[] Change(byte[] frame, Random random)
    {
        var (at, end) = Range(frame, random);
        switch (random.Next(7))
        {
            case 0 when frame.Length > 0:
                var changed = frame.ToArray();
                changed[Math.Min(at, frame.Length - 1)] = (byte)random.Next(256);
                return changed;
            case 1:
                return [.. frame[..at], .. frame[end..]];
            case 2:
                return [.. frame[..end], .. frame[at..]];
            case 3:
                return [.. frame[..at], .. Pick(_stumbling, random), .. frame[end..]];
            case 4:
                return [.. frame[..at], .. Pick(_stumbling, random), .. frame[at..]];
            case 5:
                var other = Pick(_frames, random);
                return [.. frame[..at], .. other[Range(other, random).At..]];
            default:
                return frame[..at];
        }
    }

    private static (int At, int End) Range(byte[] frame, Random random)
    {
        var at = random.Next(frame.Length + 1);
        return (at, Math.Min(frame.Length, at + random.Next(16)));
    }

    private static byte[] Pick(byte[][] from, Random random) => from[random.Next(from.Length)];

    private static byte[][] Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "conformance", "envelopes");
        return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!.AsArray())
            .Select(one => Encoding.UTF8.GetBytes((string)one!["frame"]!))];
    }
}
