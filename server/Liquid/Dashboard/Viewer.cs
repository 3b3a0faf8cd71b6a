using System.Buffers;
using System.Text.Json;

namespace Liquid.Dashboard;

/// <summary>Somebody who looks at the dashboard, and what they have been told.</summary>
internal sealed class Viewer
{
    private readonly HashSet<string> _spaces = new(StringComparer.Ordinal);
    private long _version = -1;

    public bool IsNew => _version < 0;

    /// <summary>
    /// Writes what is new to them: all of it at first, then what changed. <c>{ version, at, problem, more, spaces, gone, samples,
    /// receipts }</c>.
    /// </summary>
    public byte[] Update(Everything now)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("at", now.At);
            json.WriteNumber("more", now.More);
            if (now.Problem is not null)
            {
                json.WriteString("problem", now.Problem);
            }

            WriteSpaces(json, now);
            json.WritePropertyName("samples");
            JsonSerializer.Serialize(json, [.. New(now.Samples)], DashboardJson.Plain.SampleArray);
            json.WritePropertyName("receipts");
            JsonSerializer.Serialize(json, [.. New(now.Receipts)], DashboardJson.Plain.ReceiptStateArray);
            json.WriteEndObject();
        }

        _version = now.Version;
        return bytes.WrittenSpan.ToArray();
    }

    private void WriteSpaces(Utf8JsonWriter json, Everything now)
    {
        var shown = now.Spaces.ToDictionary(StringComparer.Ordinal);
        json.WriteStartArray("spaces");
        foreach (var (name, space) in shown)
        {
            // A refresh for a newcomer changes spaces within a version, so its own is told again.
            if (_spaces.Add(name) || space.Version >= _version)
            {
                json.WriteRawValue(space.Json, skipInputValidation: true);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("gone");
        foreach (var name in _spaces.Where(name => !shown.ContainsKey(name)).ToList())
        {
            _spaces.Remove(name);
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private IEnumerable<T> New<T>(IEnumerable<(long Version, T Item)> items) =>
        items.Where(item => item.Version > _version).Select(item => item.Item);
}

/// <summary>All that the dashboard shows at one time.</summary>
internal sealed record Everything(
    long Version,
    DateTimeOffset At,
    string? Problem,
    int More,
    IEnumerable<KeyValuePair<string, SpacesView.Shown>> Spaces,
    IReadOnlyList<(long Version, Sample Item)> Samples,
    IReadOnlyList<(long Version, ReceiptState Item)> Receipts);
