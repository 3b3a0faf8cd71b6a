using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Liquid.Tests;

/// <summary>What was heard: an envelope and its body, or the close.</summary>
internal sealed record Frame(JsonObject Envelope, byte[] Body, bool IsBinary, int? CloseCode = null, string? CloseText = null)
{
    public string Type => CloseCode is { } code ? $"close {code}" : (string)Envelope["type"]!;

    public JsonNode? this[string member] => Envelope[member];

    public string Text => Encoding.UTF8.GetString(Body);

    public long Number => (long)Envelope["number"]!;

    public static Frame Read(byte[] bytes, bool isBinary)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        var envelope = JsonNode.Parse(bytes.AsSpan(0, end < 0 ? bytes.Length : end))!.AsObject();
        return new Frame(envelope, end < 0 ? [] : bytes[(end + 1)..], isBinary);
    }

    public static Frame Close(WebSocket socket) =>
        new([], [], false, (int?)socket.CloseStatus ?? 1006, socket.CloseStatusDescription);
}
