using System.Text.Json;

namespace Liquid.Messages;

/// <summary>Writes what the relay says as envelopes: UTF-8, one line.</summary>
internal static class EnvelopeWriter
{
    public static byte[] Write(RelayMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Plain.RelayMessage);

    /// <summary>Writes a whole frame: the envelope, and a body behind it.</summary>
    public static byte[] Write(RelayMessage message, ReadOnlySpan<byte> body) => [.. Write(message), (byte)'\n', .. body];
}
