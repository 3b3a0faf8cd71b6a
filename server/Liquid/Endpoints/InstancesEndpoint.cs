using Liquid.Messages;
using Liquid.Spaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Liquid.Endpoints;

/// <summary>Who is there, as a JSON array of <c>{ id, name, page, online }</c>: <c>GET prefix/instances</c>.</summary>
internal static class InstancesEndpoint
{
    public static void MapInstances(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/instances", ListAsync).WithDisplayName("Liquid instances");

    private static async Task<IResult> ListAsync(
        HttpContext context, OriginCheck origins, SpaceSelector selector, SpaceRegistry spaces)
    {
        if (!origins.Allows(context.Request))
        {
            return Problems.ForbiddenOrigin(context.Request);
        }

        if (await selector.SpaceOf(context) is not { } name)
        {
            return Problems.Forbidden;
        }

        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        var instances = spaces.Find(name)?.Instances ?? [];
        return Results.Json(instances, MessageJson.Plain.IReadOnlyListInstanceInfo);
    }
}
