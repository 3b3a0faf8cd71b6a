using System.Net.WebSockets;
using Liquid.Connections;
using Liquid.Devices;
using Liquid.Messages;
using Liquid.Quotas;
using Liquid.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Liquid.Endpoints;

/// <summary>Takes WebSockets in: <c>prefix/socket</c>.</summary>
internal sealed class SocketEndpoint(
    OriginCheck origins,
    SpaceSelector selector,
    PairedEntrance paired,
    OpenPlaces places,
    OpenConnections connections,
    LiquidMeter meter,
    IOptions<LiquidOptions> options)
{
    public const string Subprotocol = "liquid.v1";
    public const string Path = "/socket";

    /// <summary>How long a peer may take to answer a close.</summary>
    private static readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(5);

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            await Problems.UnsupportedVersion.AnswerAsync(context);
        }
        else if (!origins.AllowsSocket(context.Request))
        {
            await Problems.ForbiddenOrigin(context.Request).AnswerAsync(context);
        }
        else
        {
            try
            {
                await EnterAsync(context);
            }
            catch (StoreUnavailableException problem)
            {
                await Problems.Unavailable(context.Response, Errors.StoreUnavailable(problem)).AnswerAsync(context);
            }
        }
    }

    private async Task EnterAsync(HttpContext context)
    {
        // First of all: a socket that is turned away is one too, for as long as its peer takes to answer that.
        var place = places.TryTake(ClientAddress.Of(context));
        if (place is null)
        {
            // Without an upgrade, which an address that opens very many would only multiply.
            await Full(context, nameof(LiquidOptions.MaxConnectionsPerAddress)).AnswerAsync(context);
            return;
        }

        Visit? visit = null;
        var isConnected = false;
        try
        {
            var arrival = selector.IsPaired ? await paired.ArriveAsync(context) : null;
            visit = (arrival as Arrival.Known)?.Visit;
            switch (arrival)
            {
                case null:
                    isConnected = await RunAsync(context, place, await selector.SpaceOf(context), visit);
                    break;
                case Arrival.Known known:
                    isConnected = await RunAsync(context, place, known.Device.Space, visit);
                    break;
                case Arrival.Newcomer:
                    await TurnAwayAsync(context, error: null, CloseReason.Ticket);
                    break;
                case Arrival.Refused:
                    await Problems.Forbidden(selector.Remedy).AnswerAsync(context);
                    break;
                case Arrival.TooMany tooMany:
                    await TurnAwayAsync(context, Errors.TooManySpaces(options.Value, tooMany.Wait), CloseReason.Overloaded);
                    break;
            }
        }
        finally
        {
            if (!isConnected)
            {
                visit?.Dispose();
                place.Dispose();
            }
        }
    }

    /// <summary>True if there is a connection, to which the place and the visit belong to its end.</summary>
    private async Task<bool> RunAsync(HttpContext context, OpenPlace place, string? space, Visit? visit)
    {
        if (space is null)
        {
            await Problems.Forbidden(selector.Remedy).AnswerAsync(context);
            return false;
        }

        if (!place.TryEnter(space))
        {
            await Full(context, nameof(LiquidOptions.MaxConnectionsPerSpace)).AnswerAsync(context);
            return false;
        }

        var (socket, stream) = await AcceptAsync(context);
        await HandOver.RunAsync(context.Features, stream, () => connections.RunAsync(socket, stream, space, visit, place));
        return true;
    }

    private static ProblemHttpResult Full(HttpContext context, string option) =>
        Problems.Unavailable(context.Response, Errors.TooManyConnections(option));

    /// <summary>Over the socket, since browsers tell a page nothing of an upgrade that was refused.</summary>
    private async Task TurnAwayAsync(HttpContext context, Error? error, CloseReason reason)
    {
        var (socket, _) = await AcceptAsync(context);
        using var accepted = socket;
        using var limit = new CancellationTokenSource(_closeTimeout);
        try
        {
            if (error is not null)
            {
                meter.Refused(error.Code);
                await socket.SendAsync(EnvelopeWriter.Write(error), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            }

            await socket.CloseAsync(reason.Code, reason.Text, limit.Token);
        }
        catch (Exception cut) when (cut is WebSocketException or OperationCanceledException or IOException)
        {
            // The peer is gone, or did not answer in time.
        }
    }

    private Task<(WebSocket Socket, TransportStream? Stream)> AcceptAsync(HttpContext context) =>
        TransportUpgrade.AcceptAsync(context, Subprotocol, options.Value.KeepAliveInterval);
}

internal static class SocketEndpointRoute
{
    /// <summary>Maps the socket with the WebSocket middleware before it alone, so that the host need not add it.</summary>
    public static void MapSocket(this IEndpointRouteBuilder endpoints, SocketEndpoint socket)
    {
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.Use((context, next) =>
        {
            TransportUpgrade.Prepare(context.Features);
            return next(context);
        });
        pipeline.UseWebSockets();
        pipeline.Run(socket.HandleAsync);
        endpoints.Map(SocketEndpoint.Path, pipeline.Build())
            .WithDisplayName("Liquid socket")
            .WithMetadata(new DisableRequestTimeoutAttribute());
    }
}
