using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Liquid.Endpoints;

/// <summary>
/// Browsers let any page open a WebSocket to any server and send the person's cookies along; only the <c>Origin</c>
/// header tells whose page it is.
/// </summary>
internal sealed class OriginCheck(IOptions<LiquidOptions> options)
{
    /// <summary>Browsers name the origin of every socket, so one without is none of theirs or was tampered with.</summary>
    public bool AllowsSocket(HttpRequest request) => request.Headers.Origin.Count > 0 && IsKnown(request);

    /// <summary>
    /// Browsers name it in every request that changes something, and leave it out of what a page of this origin only reads.
    /// So without it: reading is allowed unless the browser says that it is for another site, and changing only where
    /// no cookie comes along, which is what a script does.
    /// </summary>
    public bool Allows(HttpRequest request)
    {
        if (request.Headers.Origin.Count > 0)
        {
            return IsKnown(request);
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
            && (HttpMethods.IsGet(request.Method) || request.Headers.Cookie.Count == 0);
    }

    /// <summary>Whether a page of the relay's own origin asks, and says so.</summary>
    public static bool IsOwn(HttpRequest request) => request.Headers.Origin is [{ } origin] && IsOwn(origin, request);

    public static string Remedy(HttpRequest request) => request.Headers.Origin.Count == 0
        ? $"This request names no origin. Browsers do; a program adds the header \"Origin: {Own(request)}\"."
        : $"Pages of {request.Headers[HeaderNames.Origin]} may not use this relay. Add the origin to Liquid:AllowedOrigins; "
            + $"if it is the relay's own, a proxy hides that: forward Host and X-Forwarded-Proto (this arrived for {Own(request)}).";

    /// <summary>Scheme, host and port under which the request came, as a browser writes them.</summary>
    public static string Own(HttpRequest request)
    {
        // Browsers leave the scheme's own port out of Origin and of Host alike; a proxy may have written it.
        var host = request.Host;
        var isUsual = host.Port == (request.IsHttps ? 443 : 80);
        return $"{request.Scheme}://{(isUsual ? host.Host : host.Value)}";
    }

    /// <summary>The origin of the page that asks, if it is one of <see cref="LiquidOptions.AllowedOrigins"/>.</summary>
    public string? ListedOf(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && IsListed(origin) ? origin : null;

    private bool IsKnown(HttpRequest request) => IsOwn(request) || ListedOf(request) is not null;

    private static bool IsOwn(string origin, HttpRequest request) =>
        string.Equals(origin, Own(request), StringComparison.OrdinalIgnoreCase);

    private bool IsListed(string origin) =>
        options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
