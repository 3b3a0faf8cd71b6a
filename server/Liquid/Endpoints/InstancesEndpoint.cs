using System.ComponentModel;
using Liquid.Messages;
using Liquid.OpenApi;
using Liquid.Spaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Liquid.Endpoints;

/// <summary>Who is there: <c>GET prefix/instances</c>; and taking one out: <c>DELETE prefix/instances/{id}</c>.</summary>
internal static class InstancesEndpoint
{
    public static void MapInstances(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/instances", ListAsync).Describe(
            "listInstances", "Who is in the space, those away included.", 200, typeof(IReadOnlyList<InstanceInfo>), 400)
            .WithQuery("online", JsonSchemaType.Boolean);
        endpoints.MapDelete("/instances/{id}", RemoveAsync).Describe(
            "removeInstance", "Takes an instance out of the space, with what waits for it.", 204, null, 404, 429);
    }

    private static Task<IResult> ListAsync(
        HttpContext context,
        Entry entry,
        [Description("Only those that are connected now, or only those that are not.")] string? online = null) =>
        entry.AnswerAsync(context, space =>
        {
            if (online is not (null or "true" or "false"))
            {
                return Task.FromResult<IResult>(Problems.BadMessage("\"online\" is true or false."));
            }

            context.Response.Headers[HeaderNames.CacheControl] = "no-store";
            var instances = space.Instances;
            return Task.FromResult(Results.Json(
                online is null ? instances : [.. instances.Where(instance => instance.Online == (online == "true"))],
                MessageJson.Plain.IReadOnlyListInstanceInfo));
        });

    private static Task<IResult> RemoveAsync(
        HttpContext context, Entry entry, [Description("The instance's id.")] string id) =>
        entry.AnswerAsync(context, space => TakeOutAsync(space, id));

    public static async Task<IResult> TakeOutAsync(Space space, string id) =>
        await space.RemoveAsync(id) ? Results.NoContent() : Problems.UnknownTarget(id);
}
