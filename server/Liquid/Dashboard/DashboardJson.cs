using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Liquid.Dashboard;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SpaceState))]
[JsonSerializable(typeof(Sample[]))]
[JsonSerializable(typeof(ReceiptState[]))]
internal sealed partial class DashboardJson : JsonSerializerContext
{
    /// <summary>Writes names and addresses as they are: the page shows them as text, and nothing else.</summary>
    public static DashboardJson Plain => field ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
