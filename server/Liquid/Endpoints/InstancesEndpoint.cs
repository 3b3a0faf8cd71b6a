using Liquid.Messages;
using Liquid.Spaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Liquid.Endpoints;

/// <summary>Who is there: <c>GET prefix/instances</c>; and taking one out: <c>DELETE prefix/instances/{id}</c>.</summary>
internal static class InstancesEndpoint
{
    public static void MapInstances(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/instances", ListAsync).WithDisplayName("Liquid instances");
        endpoints.MapDelete("/instances/{id}", RemoveAsync).WithDisplayName("Liquid instance");
    }

    /// <summary>A JSON array of <c>{ id, name, page, online }</c>; with <c>?online=true</c> only those connected.</summary>
    private static Task<IResult> ListAsync(HttpContext context, Entry entry, bool? online = null) =>
        entry.AnswerAsync(context, space =>
        {
            context.Response.Headers[HeaderNames.CacheControl] = "no-store";
            var instances = space.Instances;
            return Task.FromResult(Results.Json(
                online is { } wanted ? [.. instances.Where(instance => instance.Online == wanted)] : instances,
                MessageJson.Plain.IReadOnlyListInstanceInfo));
        });

    private static Task<IResult> RemoveAsync(HttpContext context, Entry entry, string id) =>
        entry.AnswerAsync(context, space => TakeOutAsync(space, id));

    public static async Task<IResult> TakeOutAsync(Space space, string id) =>
        await space.RemoveAsync(id) ? Results.NoContent() : Problems.UnknownTarget(id);
}
