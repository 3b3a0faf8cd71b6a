using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Liquid.Host.Commands;

/// <summary>An instance, as the relay tells of it.</summary>
internal sealed record ListedInstance(
    string Id, string Name, string Page, bool Online, string? Kind = null, DateTimeOffset? LastSeen = null);

/// <summary>What a relay says of a message that it committed.</summary>
internal sealed record PostedMessage(long Number, int Targets, int Online);

/// <summary>A code that lets another device in.</summary>
internal sealed record Invitation(string Code, string Link, DateTimeOffset Expires);

/// <summary>A code, as it is given to the relay.</summary>
internal sealed record GivenCode(string Code);

/// <summary>The relay that this machine is paired with now.</summary>
internal sealed record Paired(string Server);

/// <summary>What a relay tells onlookers: <c>present</c> with all, then <c>presence</c> with each change.</summary>
internal sealed record Told(string Type, ListedInstance[]? Instances = null, string? Change = null, ListedInstance? Instance = null);

/// <summary>Why a relay does not do what it was asked.</summary>
internal sealed record Problem(string? Code = null, string? Detail = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListedInstance[]))]
[JsonSerializable(typeof(PostedMessage))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(GivenCode))]
[JsonSerializable(typeof(Paired))]
[JsonSerializable(typeof(Told))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Dictionary<string, Dictionary<string, string>>))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>
    /// Writes names as they are, as far as a terminal does no harm by them: JSON escapes control characters anyway.
    /// </summary>
    public static AnswerJson Plain => field ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
