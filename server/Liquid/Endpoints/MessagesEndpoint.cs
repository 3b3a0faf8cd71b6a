using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Liquid.Devices;
using Liquid.Log;
using Liquid.Messages;
using Liquid.OpenApi;
using Liquid.Quotas;
using Liquid.Spaces;
using Liquid.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Liquid.Endpoints;

/// <summary>Sends a migration from a script: <c>POST prefix/messages?to=ID&amp;ttl=SECONDS&amp;source=NAME</c>.</summary>
internal static class MessagesEndpoint
{
    public static void MapMessages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/messages", PostAsync)
            .Describe("sendMessage", "Sends a patch or states to one instance or to all.", 200, typeof(Posted), 400, 404, 413, 429)
            .WithQuery("ttl", JsonSchemaType.Integer)
            .Takes<PostedMigration>(
                "The body of a migration as PROTOCOL.md describes it: a patch with what belongs to it, or states by name in plain "
                + "JSON. The relay does not look at it.");

    private static Task<IResult> PostAsync(
        HttpContext context,
        Entry entry,
        IOptions<LiquidOptions> options,
        [Description("An instance's id, or * for all, which is also what it is when left out.")] string to = EnvelopeRules.Everyone,
        [Description("For how many seconds it may wait, from 1 on.")] string? ttl = null,
        [Description("Whose state it is, as a word of yours: of what waits from one source for one target, the newest counts.")]
        string? source = null) =>
        entry.AnswerAsync(context, space => PostToAsync(context, space, options.Value, to, ttl, source));

    /// <summary>Sends the body of the request within a space.</summary>
    public static async Task<IResult> PostToAsync(
        HttpContext context, Space space, LiquidOptions options, string to, string? ttl, string? source)
    {
        var seconds = 0L;
        if (ttl is not null && (!long.TryParse(ttl, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds < 1))
        {
            return Problems.BadMessage("\"ttl\" is in seconds, from 1 on.");
        }

        if (source is not null && !EnvelopeRules.IsWord(source))
        {
            return Problems.BadMessage("\"source\" is 1 to 32 letters, digits, hyphens and underscores.");
        }

        using var held = new HeldBytes(context.RequestServices.GetRequiredService<FrameMemory>(), space.Name);
        if (await ReadAsync(context, options.MaxBodyBytes, held) is not { } body)
        {
            return held.Limit is { } limit
                ? Problems.Unavailable(context.Response, Errors.NoRoomToReceive(limit))
                : Problems.TooLarge(options);
        }

        var send = new Send(Id: 0, to, EnvelopeRules.Migration, Ttl: ttl is null ? null : seconds);
        return Utf8.IsValid(body)
            ? await SendAsync(context, space, SenderOf(source), send, body)
            : Problems.BadMessage("The body is no UTF-8 text, as a migration is.");
    }

    /// <summary>
    /// No instance has such an id, so receipts to it go nowhere. What names no source has one of its own, so nothing supersedes it.
    /// </summary>
    private static string SenderOf(string? source) => source is null ? $"http {Tickets.NewDeviceId()}" : $"http:{source}";

    private static async Task<IResult> SendAsync(HttpContext context, Space space, string from, Send send, byte[] body)
    {
        var frame = new MessageFrame(body, isBinary: false);
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var began = time.GetTimestamp();
        AppendResult result;
        try
        {
            result = await space.SendAsync(from, generation: 0, send, frame);
        }
        catch (StoreUncertainException)
        {
            return Problems.Unavailable(context.Response, Errors.Uncertain);
        }

        if (result is AppendResult.Committed)
        {
            context.RequestServices.GetRequiredService<LiquidMeter>().Committed(send.Kind, frame.Size, time.GetElapsedTime(began));
        }

        return result switch
        {
            AppendResult.Committed { Answer: var sent } => Results.Json(
                new Posted(sent.Number!.Value, sent.Targets!.Value, sent.Online!.Value), MessageJson.Plain.Posted),
            AppendResult.UnknownTarget => Problems.UnknownTarget(send.To),
            AppendResult.Full full => Problems.Unavailable(context.Response, Errors.SpaceOutOfRoom(full.Option)),
            var other => throw new InvalidOperationException($"{other.GetType().Name} has no answer."),
        };
    }

    /// <summary>The whole body, or <see langword="null"/> if it is too large, or there is no room for it now.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int most, HeldBytes? held = null)
    {
        if (context.Request.ContentLength > most)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            // The relay's own limit counts, which may be the larger one.
            server.MaxRequestBodySize = null;
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > most || held?.TryHold((int)read.Buffer.Length) == false)
            {
                // Given back, or the server cuts the connection in place of passing over the rest, and the refusal may not arrive.
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}

/// <summary>What a script sends; described for those who write one, and never read here.</summary>
/// <param name="States">Values of registered states by name; the page stays as it is.</param>
/// <param name="Patch">What the page differs by from its base.</param>
internal sealed record PostedMigration(Dictionary<string, JsonElement>? States = null, JsonElement? Patch = null);
