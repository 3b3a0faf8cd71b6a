using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Liquid.Devices;
using Liquid.Messages;
using Liquid.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Liquid.Endpoints;

/// <summary>
/// How devices come together and part: <c>POST prefix/pair</c>, <c>POST prefix/pair/join</c>, <c>POST prefix/pair/token</c>,
/// <c>POST prefix/leave</c>, <c>GET prefix/devices</c>, <c>DELETE prefix/devices/{id}</c>.
/// </summary>
internal static class PairingEndpoints
{
    private const int MaxJoinBytes = 1024;

    public static void MapPairing(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/pair", InviteAsync).Describe(
            "pair", "A code that lets one other device in, within two minutes.", 200, typeof(PairingInvitation), 404, 429);
        endpoints.MapPost("/pair/join", JoinAsync)
            .Describe("join", "Takes a browser into the space of the device that gave the code; its ticket is a cookie.", 204, null, 400, 404, 429)
            .Takes<PairingAnswer>("The code.");
        endpoints.MapPost("/pair/token", JoinAsProgramAsync)
            .Describe("joinAsProgram", "A ticket for a program, as a bearer token.", 200, typeof(ProgramTicket), 400, 404, 429)
            .Takes<ProgramAnswer>("The code, and what the program is to be called in the list of devices.");
        endpoints.MapPost("/leave", LeaveAsync).Describe("leave", "Ends the ticket that the request brings.", 204, null, 404, 429);
        endpoints.MapGet("/devices", ListAsync).Describe(
            "listDevices", "The devices that may enter the space, the oldest first.", 200, typeof(IReadOnlyList<DeviceInfo>), 404);
        endpoints.MapDelete("/devices/{id}", RemoveAsync).Describe(
            "removeDevice", "Takes a device out of the space.", 204, null, 404, 429);
    }

    /// <summary>A code for another device, as <c>{ code, link, expires, origins }</c>.</summary>
    private static Task<IResult> InviteAsync(
        HttpContext context, Entry entry, Pairing pairing, ReachableOrigins reachable, OriginCheck origins) =>
        entry.AnswerDeviceAsync(context, async device =>
        {
            // What is reached elsewhere is this program, which may not serve the pages of another origin.
            var listed = origins.ListedOf(context.Request);
            var elsewhere = listed is null ? reachable.For(context.Request) : [];
            var invitation = await pairing.InviteAsync(device, LinkOf(context.Request, listed), elsewhere);
            return NotStored(context, Results.Json(invitation, MessageJson.Plain.PairingInvitation));
        });

    /// <summary>With <c>{ "code": "…" }</c>: gives a ticket into the code's space, in place of those that the browser had.</summary>
    private static Task<IResult> JoinAsync(HttpContext context, Entry entry, Pairing pairing) =>
        entry.AnswerPairedAsync(context, async () =>
        {
            if (await ReadAsync(context, MessageJson.Default.PairingAnswer) is not { } answer)
            {
                return Problems.BadMessage("The body is a JSON object with the string \"code\".");
            }

            var outcome = await pairing.JoinAsync(context, answer.Code);
            return outcome is JoinOutcome.Joined ? Results.NoContent() : ProblemOf(context, outcome);
        });

    /// <summary>With <c>{ "code": "…", "name": "…" }</c>: gives a ticket as <c>{ token }</c>.</summary>
    private static Task<IResult> JoinAsProgramAsync(
        HttpContext context, Entry entry, Pairing pairing, IOptions<LiquidOptions> options) =>
        entry.AnswerPairedAsync(context, async () =>
        {
            var answer = await ReadAsync(context, MessageJson.Default.ProgramAnswer);
            if (answer is null)
            {
                return Problems.BadMessage("The body is a JSON object with the string \"code\" and, if you like, a \"name\".");
            }

            if (answer.Name.Length > 0 && EnvelopeRules.ProblemOfName(answer.Name, options.Value) is { } problem)
            {
                return Problems.BadMessage(problem);
            }

            var (outcome, token) = await pairing.JoinAsProgramAsync(context, answer.Code, answer.Name);
            return outcome is JoinOutcome.Joined
                ? NotStored(context, Results.Json(new ProgramTicket(token), MessageJson.Plain.ProgramTicket))
                : ProblemOf(context, outcome);
        });

    private static ProblemHttpResult ProblemOf(HttpContext context, JoinOutcome outcome) => outcome is JoinOutcome.TooMany tooMany
        ? Problems.RateLimited(context.Response, tooMany.Option, tooMany.Wait)
        : Problems.UnknownCode;

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

    private static Task<IResult> RemoveAsync(HttpContext context, Entry entry, Pairing pairing, [Description("The device's id.")] string id) =>
        entry.AnswerDeviceAsync(context, async device =>
            await pairing.RemoveAsync(device, id) ? Results.NoContent() : Problems.UnknownDevice(id));

    private static IResult NotStored(HttpContext context, IResult result)
    {
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return result;
    }

    /// <summary>The page that asks, or the root where no page does. A page of another origin may be named by its origin alone.</summary>
    private static string LinkOf(HttpRequest request, string? listed)
    {
        var origin = listed ?? OriginCheck.Own(request);
        var page = request.Headers.Referer.ToString().Split('#')[0];
        return page.StartsWith($"{origin}/", StringComparison.OrdinalIgnoreCase) ? page
            : listed is null ? $"{origin}{request.PathBase}/"
            : $"{origin}/";
    }

    private static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        if (await MessagesEndpoint.ReadAsync(context, MaxJoinBytes) is not { } body)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
