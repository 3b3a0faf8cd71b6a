using Microsoft.AspNetCore.Http;

namespace Liquid.Devices;

/// <summary>
/// Tickets as cookies. Each has a name of its own: when a browser that is new here opens two windows at once, both get a
/// ticket, neither overwrites the other, and the next request tells the relay that they are one browser's.
/// </summary>
internal sealed class TicketCookies(Tickets tickets)
{
    /// <summary>As long as browsers keep any cookie; each visit after a day begins it anew.</summary>
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(400);

    /// <summary>How many of them are looked at, whatever a request brings.</summary>
    private const int Most = 8;

    /// <summary>The devices whose tickets a request brings.</summary>
    public IReadOnlyList<string> Read(HttpRequest request)
    {
        var prefix = NamePrefix(request);
        return
        [
            .. request.Cookies
                .Where(cookie => cookie.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Take(Most)
                .Select(cookie => tickets.Read(cookie.Value))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Gives the browser this ticket and takes back all others.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">The endpoint's path below the prefix, such as <c>/socket</c>.</param>
    /// <param name="device">The device; <see langword="null"/> to take all tickets back.</param>
    public void Write(HttpContext context, string endpoint, string? device)
    {
        var (request, response) = (context.Request, context.Response);
        var prefix = NamePrefix(request);
        var kept = device is null ? null : prefix + device[..8];
        foreach (var (name, _) in request.Cookies.Where(cookie => cookie.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (name != kept)
            {
                response.Cookies.Delete(name, Options(request, endpoint));
            }
        }

        if (kept is not null)
        {
            var options = Options(request, endpoint);
            options.MaxAge = _lifetime;
            response.Cookies.Append(kept, tickets.Write(device!), options);
        }
    }

    /// <summary>With the port, which cookies do not tell apart: relays side by side on one machine leave each other's alone.</summary>
    private static string NamePrefix(HttpRequest request) =>
        $"liquid.{request.Host.Port ?? (request.IsHttps ? 443 : 80)}.";

    private static CookieOptions Options(HttpRequest request, string endpoint)
    {
        var path = (request.PathBase + request.Path).Value!.TrimEnd('/');
        var prefix = path.EndsWith(endpoint, StringComparison.OrdinalIgnoreCase) ? path[..^endpoint.Length] : "";
        return new()
        {
            Path = prefix.Length == 0 ? "/" : prefix,
            HttpOnly = true,
            Secure = request.IsHttps,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
        };
    }
}
