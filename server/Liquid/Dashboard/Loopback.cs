using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Liquid.Dashboard;

/// <summary>Whether a request was made on the machine on which the relay runs, for this very machine.</summary>
internal static class Loopback
{
    /// <summary>What a proxy adds: behind one on this machine, everybody comes from here.</summary>
    private static readonly string[] _forwarded = ["Forwarded", "X-Forwarded-For", HeaderNames.Via];

    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && IsLocalName(context.Request.Host.Host)
        && !_forwarded.Any(context.Request.Headers.ContainsKey);

    /// <summary>
    /// A page elsewhere may let its own name lead here (DNS rebinding): its requests then come from this machine's browser,
    /// and are of one origin with the relay. Its name is what tells.
    /// </summary>
    private static bool IsLocalName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
