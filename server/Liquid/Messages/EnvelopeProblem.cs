using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Liquid.Messages;

/// <summary>Says what is wrong with an envelope that does not have its type's form, in the words of the protocol.</summary>
internal static class EnvelopeProblem
{
    /// <summary>A sentence about an envelope that is well-formed JSON and an object, but could not be read as its type.</summary>
    public static string Explain(ReadOnlySpan<byte> envelope, JsonTypeInfo type, JsonException problem)
    {
        using var document = JsonDocument.Parse(
            envelope.ToArray(), new JsonDocumentOptions { MaxDepth = EnvelopeReader.MaxDepth + 1 });
        var names = document.RootElement.EnumerateObject().Select(member => member.Name).ToList();
        if (names.FirstOrDefault(name => names.Count(other => other == name) > 1) is { } twice)
        {
            return $"The member \"{EnvelopeReader.Shorten(twice)}\" is written twice.";
        }

        var missing = type.Properties.Where(property => property.IsRequired && !names.Contains(property.Name)).ToList();
        if (missing.Count > 0)
        {
            return $"Missing: {string.Join(", ", missing.Select(property => $"\"{property.Name}\""))}.";
        }

        var wrong = type.Properties.FirstOrDefault(property => problem.Path is { } path
            && path.StartsWith($"$.{property.Name}", StringComparison.Ordinal)
            && !char.IsLetter(path.ElementAtOrDefault(2 + property.Name.Length)));
        return wrong is null
            ? "It does not have the form that PROTOCOL.md describes."
            : $"The member \"{wrong.Name}\" is not of the type that PROTOCOL.md says.";
    }
}
