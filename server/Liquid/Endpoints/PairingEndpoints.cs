using System.Text.Json;
using Liquid.Devices;
using Liquid.Messages;
using Liquid.Quotas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Liquid.Endpoints;

/// <summary>
/// How devices come together and part: <c>POST prefix/pair</c>, <c>POST prefix/pair/join</c>, <c>POST prefix/leave</c>,
/// <c>GET prefix/devices</c>, <c>DELETE prefix/devices/{id}</c>.
/// </summary>
internal static class PairingEndpoints
{
    private const int MaxJoinBytes = 1024;

    public static void MapPairing(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/pair", InviteAsync).WithDisplayName("Liquid pairing code");
        endpoints.MapPost("/pair/join", JoinAsync).WithDisplayName("Liquid joining by a code");
        endpoints.MapPost("/leave", LeaveAsync).WithDisplayName("Liquid leaving");
        endpoints.MapGet("/devices", ListAsync).WithDisplayName("Liquid devices");
        endpoints.MapDelete("/devices/{id}", RemoveAsync).WithDisplayName("Liquid device");
    }

    /// <summary>A code for another device, as <c>{ code, link, expires, origins }</c>.</summary>
    private static Task<IResult> InviteAsync(HttpContext context, Entry entry, Pairing pairing, ReachableOrigins reachable) =>
        entry.AnswerDeviceAsync(context, async device =>
        {
            var invitation = await pairing.InviteAsync(device, LinkOf(context.Request), reachable.For(context.Request));
            return NotStored(context, Results.Json(invitation, MessageJson.Plain.PairingInvitation));
        });

    /// <summary>With <c>{ "code": "…" }</c>: gives a ticket into the code's space, in place of those that the browser had.</summary>
    private static Task<IResult> JoinAsync(HttpContext context, Entry entry, Pairing pairing) =>
        entry.AnswerPairedAsync(context, async () =>
        {
            if (await ReadCodeAsync(context.Request) is not { } code)
            {
                return Problems.BadMessage("The body is a JSON object with the string \"code\".");
            }

            return await pairing.JoinAsync(context, code) switch
            {
                JoinOutcome.Joined => Results.NoContent(),
                JoinOutcome.TooMany tooMany => Problems.RateLimited(context.Response, tooMany.Option, tooMany.Wait),
                _ => Problems.UnknownCode,
            };
        });

    private static Task<IResult> LeaveAsync(HttpContext context, Entry entry, Pairing pairing) =>
        entry.AnswerPairedAsync(context, async () =>
        {
            await pairing.LeaveAsync(context);
            return Results.NoContent();
        });

    /// <summary>A JSON array of <c>{ id, name, added, seen, self }</c>.</summary>
    private static Task<IResult> ListAsync(HttpContext context, Entry entry, Pairing pairing) =>
        entry.AnswerDeviceAsync(context, async device =>
            NotStored(context, Results.Json(await pairing.ListAsync(device), MessageJson.Plain.IReadOnlyListDeviceInfo)));

    private static Task<IResult> RemoveAsync(HttpContext context, Entry entry, Pairing pairing, string id) =>
        entry.AnswerDeviceAsync(context, async device =>
            await pairing.RemoveAsync(device, id) ? Results.NoContent() : Problems.UnknownDevice(id));

    private static IResult NotStored(HttpContext context, IResult result)
    {
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return result;
    }

    /// <summary>The page that asks, or the root where no page does.</summary>
    private static string LinkOf(HttpRequest request)
    {
        var own = OriginCheck.Own(request);
        var page = request.Headers.Referer.ToString().Split('#')[0];
        return page.StartsWith($"{own}/", StringComparison.OrdinalIgnoreCase) ? page : $"{own}{request.PathBase}/";
    }

    private static async ValueTask<string?> ReadCodeAsync(HttpRequest request)
    {
        if (await MessagesEndpoint.ReadAsync(request.HttpContext, MaxJoinBytes) is not { } body)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, MessageJson.Default.PairingAnswer)?.Code;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
