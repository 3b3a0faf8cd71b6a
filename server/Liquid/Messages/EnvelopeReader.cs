using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Liquid.Messages;

/// <summary>Reads envelopes of instances. Whatever the bytes are, the result is a message.</summary>
internal static class EnvelopeReader
{
    /// <summary>How deep an envelope may nest, whatever <see cref="LiquidOptions.MaxEnvelopeDepth"/> says.</summary>
    public const int MaxDepth = 64;

    /// <summary>How much of a foreign text an answer repeats.</summary>
    private const int QuotedCharacters = 64;

    public static InstanceMessage Read(ReadOnlySpan<byte> envelope, LiquidOptions options)
    {
        try
        {
            return TypeOf(envelope, options.MaxEnvelopeDepth) switch
            {
                null => new Malformed("The member \"type\" is missing, or is no string."),
                "hello" => Parse(envelope, MessageJson.Default.Hello, options),
                "rename" => Parse(envelope, MessageJson.Default.Rename, options),
                "send" => Parse(envelope, MessageJson.Default.Send, options),
                "ack" => Parse(envelope, MessageJson.Default.Ack, options),
                "base" => Parse(envelope, MessageJson.Default.Base, options),
                "fetch" => Parse(envelope, MessageJson.Default.Fetch, options),
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

    private static InstanceMessage Parse<T>(ReadOnlySpan<byte> envelope, JsonTypeInfo<T> type, LiquidOptions options)
        where T : InstanceMessage
    {
        try
        {
            var message = JsonSerializer.Deserialize(envelope, type)!;
            return EnvelopeRules.ProblemOf(message, options) is { } problem ? new Malformed(problem) : message;
        }
        catch (JsonException problem)
        {
            return new Malformed(EnvelopeProblem.Explain(envelope, type, problem));
        }
    }

    /// <summary>Walks the whole envelope, so that what comes out of here is well-formed JSON of allowed depth.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> envelope, int maxDepth)
    {
        var reader = new Utf8JsonReader(envelope, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An envelope is one JSON object.");
        }

        string? type = null;
        var isTold = false;

        // To the end, and past it: what stands behind the object has to be nothing.
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= maxDepth:
                    throw new JsonException($"The envelope nests deeper than MaxEnvelopeDepth={maxDepth} allows.");
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1 && reader.ValueTextEquals("type"u8):
                    if (isTold)
                    {
                        throw new JsonException("The member \"type\" is written twice.");
                    }

                    isTold = true;
                    type = TextBehind(reader);
                    break;
            }
        }

        return type;
    }

    /// <param name="reader">A copy, which goes one further.</param>
    private static string? TextBehind(Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    public static string Shorten(string text, int characters = QuotedCharacters) =>
        text.Length <= characters ? text : string.Concat(text.AsSpan(0, characters), "…");
}
