using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Liquid.Endpoints;

/// <summary>
/// Lets browsers hand the answers of HTTP to pages of <see cref="LiquidOptions.AllowedOrigins"/>, cookies included
/// (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol): without these headers they keep them from a page of another origin.
/// </summary>
internal static class CrossOrigin
{
    /// <summary>For how many seconds browsers need not ask again.</summary>
    private const string MaxAge = "600";

    private static readonly string[] _paths =
    [
        "/instances", "/instances/{id}", "/messages", "/pair", "/pair/join", "/pair/token", "/leave", "/devices", "/devices/{id}",
    ];

    /// <summary>Maps the question that browsers ask before a page of another origin may change something.</summary>
    public static void MapPreflight(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in _paths)
        {
            endpoints.MapMethods(path, [HttpMethods.Options], Permit)
                .WithDisplayName("Liquid preflight")
                .ExcludeFromDescription()
                // Browsers sign nobody in for it, and it tells nothing.
                .WithMetadata(new AllowAnonymousAttribute());
        }
    }

    /// <summary>Says on an answer whether the page that asked may have it.</summary>
    public static void Share(HttpContext context, OriginCheck origins)
    {
        // Also where it is nobody's from elsewhere: a cache must not give one page the answer of another.
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (origins.ListedOf(context.Request) is { } origin)
        {
            var headers = context.Response.Headers;
            headers[HeaderNames.AccessControlAllowOrigin] = origin;
            headers[HeaderNames.AccessControlAllowCredentials] = "true";
            headers[HeaderNames.AccessControlExposeHeaders] = HeaderNames.RetryAfter;
        }
    }

    private static IResult Permit(HttpContext context)
    {
        var origins = context.RequestServices.GetRequiredService<OriginCheck>();
        Share(context, origins);
        if (!origins.Allows(context.Request))
        {
            return Problems.ForbiddenOrigin(context.Request);
        }

        var headers = context.Response.Headers;
        headers[HeaderNames.AccessControlAllowMethods] = "GET, POST, DELETE";
        headers[HeaderNames.AccessControlAllowHeaders] = "authorization, content-type";
        headers[HeaderNames.AccessControlMaxAge] = MaxAge;
        return Results.NoContent();
    }
}
