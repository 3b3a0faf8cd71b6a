using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Liquid.Devices;

namespace Liquid.Messages;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    AllowDuplicateProperties = false,
    MaxDepth = EnvelopeReader.MaxDepth,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Hello))]
[JsonSerializable(typeof(Rename))]
[JsonSerializable(typeof(Send))]
[JsonSerializable(typeof(Ack))]
[JsonSerializable(typeof(Base))]
[JsonSerializable(typeof(Fetch))]
[JsonSerializable(typeof(RelayMessage))]
[JsonSerializable(typeof(IReadOnlyList<InstanceInfo>))]
[JsonSerializable(typeof(Posted))]
[JsonSerializable(typeof(PairingInvitation))]
[JsonSerializable(typeof(PairingAnswer))]
[JsonSerializable(typeof(ProgramAnswer))]
[JsonSerializable(typeof(ProgramTicket))]
[JsonSerializable(typeof(IReadOnlyList<DeviceInfo>))]
internal sealed partial class MessageJson : JsonSerializerContext
{
    /// <summary>
    /// Writes names and addresses as they are: nothing of this is ever placed in HTML, which is what the usual
    /// escapes are for.
    /// </summary>
    public static MessageJson Plain => field ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
