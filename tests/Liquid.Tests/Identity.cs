using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Liquid.Tests;

/// <summary>Who an instance is, across its connections.</summary>
internal sealed record Identity(string Name)
{
    public const string Page = "http://localhost:5080/";

    public string Id { get; init; } = Token();

    public string Key { get; init; } = Token();

    public string? Kind { get; init; }

    public JsonObject Hello(long cursor = 0, string? epoch = null)
    {
        var hello = new JsonObject
        {
            ["type"] = "hello",
            ["versions"] = new JsonArray(1),
            ["instance"] = Id,
            ["key"] = Key,
            ["name"] = Name,
            ["page"] = Page,
        };
        if (Kind is not null)
        {
            hello["kind"] = Kind;
        }

        if (epoch is not null)
        {
            hello["cursor"] = cursor;
            hello["epoch"] = epoch;
        }

        return hello;
    }

    public static string Token() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}
