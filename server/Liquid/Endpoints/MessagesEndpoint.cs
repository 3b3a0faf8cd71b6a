using System.Buffers;
using System.Text.Unicode;
using Liquid.Log;
using Liquid.Messages;
using Liquid.Spaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Liquid.Endpoints;

/// <summary>
/// Sends a migration from a script: <c>POST prefix/messages?to=ID&amp;ttl=SECONDS</c> with the body of the migration;
/// <c>to</c> is <c>*</c> for all, which is also what it is when left out.
/// </summary>
internal static class MessagesEndpoint
{
    /// <summary>The sender of what comes over HTTP. No instance has such an id, so its receipts go nowhere.</summary>
    private const string Sender = "http";

    public static void MapMessages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/messages", PostAsync).WithDisplayName("Liquid messages");

    private static Task<IResult> PostAsync(
        HttpContext context, Entry entry, IOptions<LiquidOptions> options, string to = EnvelopeRules.Everyone, long? ttl = null) =>
        entry.AnswerAsync(context, space => PostToAsync(context, space, options.Value, to, ttl));

    /// <summary>Sends the body of the request within a space.</summary>
    public static async Task<IResult> PostToAsync(HttpContext context, Space space, LiquidOptions options, string to, long? ttl)
    {
        if (ttl < 1)
        {
            return Problems.BadMessage("\"ttl\" is in seconds, from 1 on.");
        }

        if (await ReadAsync(context, options.MaxBodyBytes) is not { } body)
        {
            return Problems.TooLarge(options);
        }

        return Utf8.IsValid(body)
            ? await SendAsync(context, space, to, ttl, body)
            : Problems.BadMessage("The body is no UTF-8 text, as a migration is.");
    }

    private static async Task<IResult> SendAsync(HttpContext context, Space space, string to, long? ttl, byte[] body)
    {
        var send = new Send(Id: 0, to, EnvelopeRules.Migration, Ttl: ttl);
        var frame = new MessageFrame(body, isBinary: false);
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var began = time.GetTimestamp();
        var result = await space.SendAsync(Sender, generation: 0, send, frame);
        if (result is AppendResult.Committed)
        {
            context.RequestServices.GetRequiredService<LiquidMeter>().Committed(send.Kind, frame.Size, time.GetElapsedTime(began));
        }

        return result switch
        {
            AppendResult.Committed { Answer: var sent } => Results.Json(
                new Posted(sent.Number!.Value, sent.Targets!.Value, sent.Online!.Value), MessageJson.Plain.Posted),
            AppendResult.UnknownTarget => Problems.UnknownTarget(to),
            _ => Problems.Unavailable(context.Response, Errors.SpaceOutOfRoom(id: 0)),
        };
    }

    /// <summary>The whole body, or <see langword="null"/> if it is too large.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context, int most)
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
            if (read.Buffer.Length > most)
            {
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
