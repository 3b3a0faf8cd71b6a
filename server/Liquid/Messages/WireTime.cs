namespace Liquid.Messages;

/// <summary>Times as envelopes hold them: ISO 8601 in UTC, with milliseconds.</summary>
internal static class WireTime
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
}
