using System.Text.Json;
using Liquid.Log;
using Liquid.Messages;

namespace Liquid.Dashboard;

/// <summary>Tells of a receipt what its envelope says. What is in it is for whoever opens it: the bytes go on unread.</summary>
internal static class ReceiptReader
{
    /// <summary>A larger body is not brought along.</summary>
    private const int MostBytes = 4096;

    /// <summary><see langword="null"/> if the message is no receipt.</summary>
    public static ReceiptState? Read(string space, LogEntry entry)
    {
        var frame = entry.Frame.Span;
        var end = frame.IndexOf((byte)'\n');
        var envelope = end < 0 ? frame : frame[..end];

        // Looked for first: most messages are none, and this runs at every commit.
        if (envelope.IndexOf("\"receipt\""u8) < 0
            || JsonSerializer.Deserialize(envelope, MessageJson.Plain.RelayMessage)
                is not Message { Kind: EnvelopeRules.Receipt } message)
        {
            return null;
        }

        var body = end < 0 ? default : frame[(end + 1)..];
        return new(
            space,
            message.Number,
            message.From,
            entry.To,
            message.Re,
            entry.At,
            body.Length,
            body.Length > MostBytes ? null : Convert.ToBase64String(body));
    }
}

/// <summary>A receipt that was committed.</summary>
/// <param name="Space">The space's name.</param>
/// <param name="Number">Its place in the space's log.</param>
/// <param name="From">The instance that answers.</param>
/// <param name="To">The instance that is answered.</param>
/// <param name="Re">The id of the migration that it answers.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Size">The bytes of its body.</param>
/// <param name="Body">Its body as it came, in base64; none if it is large.</param>
internal sealed record ReceiptState(
    string Space, long Number, string From, string To, long? Re, DateTimeOffset At, int Size, string? Body);
