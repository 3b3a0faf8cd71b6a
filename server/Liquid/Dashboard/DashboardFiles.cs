using Liquid.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Liquid.Dashboard;

/// <summary>The dashboard's page at the prefix itself, and what it loads below <c>prefix/dashboard</c>.</summary>
internal static class DashboardFiles
{
    private const string Page = "index.html";

    /// <summary>
    /// Only what comes from here, nothing inline: even if a hostile name became markup, nothing in it would run. And no
    /// other page frames it, so that nobody is made to click in it unawares.
    /// </summary>
    private const string Policy =
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

    public static void MapDashboardFiles(this IEndpointRouteBuilder endpoints)
    {
        foreach (var file in ClientFile.ReadAll("Liquid.Dashboard."))
        {
            var path = file.Name == Page ? "/" : $"/dashboard/{file.Name}";
            endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Serve(file, context))
                .WithDisplayName($"Liquid dashboard {file.Name}");
        }
    }

    private static IResult Serve(ClientFile file, HttpContext context)
    {
        if (file.Name == Page && !context.Request.Path.Value!.EndsWith('/'))
        {
            // What the page loads is named from its folder on.
            return Results.Redirect($"{context.Request.PathBase}{context.Request.Path}/{context.Request.QueryString}");
        }

        var headers = context.Response.Headers;
        headers[HeaderNames.ContentSecurityPolicy] = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return ClientFilesEndpoint.Answer(file, context);
    }
}
