using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Liquid.Messages;

namespace Liquid.Tests.Messages;

/// <summary>The cases of tests/conformance/envelopes; their README describes the form.</summary>
public sealed class EnvelopeConformanceTests
{
    public static TheoryData<string, string, string> ToRelay => Cases("to-relay.json", _ => true);

    /// <summary>Without what is refused: the relay never says that.</summary>
    public static TheoryData<string, string, string> FromRelay => Cases("from-relay.json", item => item["reads"] is not null);

    [Theory]
    [MemberData(nameof(ToRelay))]
    public void What_an_instance_says_is_read_as_the_case_shows(string name, string frame, string expected)
    {
        var line = frame.Split('\n')[0];

        var read = EnvelopeReader.Read(Encoding.UTF8.GetBytes(line), new LiquidOptions()) switch
        {
            Malformed => "bad_message",
            UnknownType => "unknown_type",
            var message => message.GetType().Name.ToLowerInvariant(),
        };

        Assert.True(expected == read, $"{name}: {read} instead of {expected}");
    }

    [Theory]
    [MemberData(nameof(FromRelay))]
    public void What_the_relay_says_is_written_as_the_case_shows(string name, string frame, string expected)
    {
        var line = JsonNode.Parse(frame.Split('\n')[0])!.AsObject();
        line.Remove("later");
        var message = JsonSerializer.Deserialize(line, MessageJson.Default.RelayMessage)!;
        var written = JsonNode.Parse(EnvelopeWriter.Write(message))!;

        Assert.True(JsonNode.DeepEquals(line, written), $"{name}: {written}");
        Assert.Equal(expected, (string)written["type"]!);
    }

    private static TheoryData<string, string, string> Cases(string file, Func<JsonObject, bool> belongs)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "conformance", "envelopes", file);
        var data = new TheoryData<string, string, string>();
        foreach (var envelope in JsonNode.Parse(File.ReadAllText(path))!.AsArray().Select(node => node!.AsObject()).Where(belongs))
        {
            data.Add((string)envelope["name"]!, (string)envelope["frame"]!, (string)(envelope["reads"] ?? envelope["error"])!);
        }

        return data;
    }
}
