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
    public bool Allows(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
        {
            // No browser: scripts and programs cannot be lured by a foreign page.
            return true;
        }

        return origins.Count == 1 && origins[0] is { } origin && (IsOwn(origin, request) || IsListed(origin));
    }

    public static string Remedy(HttpRequest request) =>
        $"Pages of {request.Headers[HeaderNames.Origin]} may not use this relay. Add the origin to Liquid:AllowedOrigins; "
        + $"if it is the relay's own, a proxy hides that: forward Host and X-Forwarded-Proto (this arrived for {Own(request)}).";

    private static bool IsOwn(string origin, HttpRequest request) =>
        string.Equals(origin, Own(request), StringComparison.OrdinalIgnoreCase);

    private static string Own(HttpRequest request)
    {
        // Browsers leave the scheme's own port out of Origin and of Host alike; a proxy may have written it.
        var host = request.Host;
        var isUsual = host.Port == (request.IsHttps ? 443 : 80);
        return $"{request.Scheme}://{(isUsual ? host.Host : host.Value)}";
    }

    private bool IsListed(string origin) =>
        options.Value.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
