using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Liquid.Messages;

/// <summary>Reads envelopes of instances. Whatever the bytes are, the result is a message.</summary>
internal static class EnvelopeReader
{
    /// <summary>How deep an envelope may nest; those of version 1 need two levels.</summary>
    public const int MaxDepth = 8;

    /// <summary>How much of a foreign text an answer repeats.</summary>
    private const int QuotedCharacters = 64;

    public static InstanceMessage Read(ReadOnlySpan<byte> envelope)
    {
        try
        {
            return TypeOf(envelope) switch
            {
                null => new Malformed("The member \"type\" is missing, or is no string."),
                "hello" => Parse(envelope, MessageJson.Default.Hello),
                "rename" => Parse(envelope, MessageJson.Default.Rename),
                "send" => Parse(envelope, MessageJson.Default.Send),
                "ack" => Parse(envelope, MessageJson.Default.Ack),
                "base" => Parse(envelope, MessageJson.Default.Base),
                "fetch" => Parse(envelope, MessageJson.Default.Fetch),
                "ping" => new Ping(),
                var other => new UnknownType(Shorten(other)),
            };
        }
        catch (JsonException problem)
        {
            return new Malformed(Shorten(problem.Message, 300));
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader says so of strings that are no Unicode text, as a lone surrogate.
            return new Malformed("A string is no valid Unicode text.");
        }
    }

    private static InstanceMessage Parse<T>(ReadOnlySpan<byte> envelope, JsonTypeInfo<T> type) where T : InstanceMessage
    {
        var message = JsonSerializer.Deserialize(envelope, type)!;
        return EnvelopeRules.ProblemOf(message) is { } problem ? new Malformed(problem) : message;
    }

    /// <summary>Walks the whole envelope, so that what comes out of here is well-formed JSON of allowed depth.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> envelope)
    {
        var reader = new Utf8JsonReader(envelope, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An envelope is one JSON object.");
        }

        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
            {
                if (type is not null)
                {
                    throw new JsonException("The member \"type\" is written twice.");
                }

                type = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        // What stands behind the object is read too: it has to be nothing.
        while (reader.Read())
        {
        }

        return type;
    }

    public static string Shorten(string text, int characters = QuotedCharacters) =>
        text.Length <= characters ? text : string.Concat(text.AsSpan(0, characters), "…");
}
