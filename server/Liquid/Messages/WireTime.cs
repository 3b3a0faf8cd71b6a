using System.Globalization;

namespace Liquid.Messages;

/// <summary>Times as envelopes hold them: ISO 8601 in UTC, with milliseconds.</summary>
internal static class WireTime
{
    /// <remarks>Whatever the culture: that of the host application may have another calendar, or another sign in times.</remarks>
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
