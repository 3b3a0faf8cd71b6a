using Liquid.Devices;
using Liquid.Messages;
using Liquid.Quotas;
using Liquid.Spaces;
using Liquid.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace Liquid.Endpoints;

/// <summary>
/// Tells who is in a space, and then who comes and goes, over a WebSocket, to somebody who is no instance of it:
/// <c>prefix/watch</c>.
/// </summary>
internal sealed class WatchEndpoint(
    OriginCheck origins,
    SpaceSelector selector,
    PairedEntrance paired,
    Visits visits,
    OpenPlaces places,
    SpaceRegistry spaces,
    TellingSocket socket)
{
    public const string Subprotocol = "liquid.watch.v1";

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            await Problems.UnsupportedProtocol(Subprotocol).AnswerAsync(context);
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
        using var visit = await VisitAsync(context.Request);
        if (await selector.SpaceOf(context) is not { } name)
        {
            await Problems.Forbidden(selector.Remedy).AnswerAsync(context);
            return;
        }

        using var place = places.TryTake(ClientAddress.Of(context));
        if (place?.TryEnter(name) is not true)
        {
            var full = place is null ? nameof(LiquidOptions.MaxConnectionsPerAddress) : nameof(LiquidOptions.MaxConnectionsPerSpace);
            await Problems.Unavailable(context.Response, Errors.TooManyConnections(full)).AnswerAsync(context);
            return;
        }

        var space = await spaces.OpenAsync(name);
        var ended = new TaskCompletionSource<CloseReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        visit?.OnEnd(reason => ended.TrySetResult(reason));
        _ = space.WhenClosedAsync.ContinueWith(_ => ended.TrySetResult(CloseReason.SpaceClosed), TaskScheduler.Default);
        await socket.RunAsync(context, Subprotocol, (tell, gone) => TellAsync(space, tell, gone), ended.Task);
    }

    /// <summary>Opened before the device's space is asked for, so that its end reaches the socket whenever it comes.</summary>
    private async ValueTask<Visit?> VisitAsync(HttpRequest request) =>
        selector.IsPaired && await paired.FindAsync(request) is { } device ? visits.Open(device.Id) : null;

    private static async Task TellAsync(Space space, Func<ReadOnlyMemory<byte>, ValueTask> tell, CancellationToken gone)
    {
        var (instances, told) = space.Look();
        await tell(EnvelopeWriter.Write(new Present(instances)));
        while (!gone.IsCancellationRequested)
        {
            await told.WhenFollowedAsync().WaitAsync(gone);
            while (told.Next is { } next)
            {
                await tell(next.Frame);
                told = next;
            }
        }
    }
}

internal static class WatchEndpointRoute
{
    public static void MapWatch(this IEndpointRouteBuilder endpoints, WatchEndpoint watch)
    {
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(watch.HandleAsync);
        endpoints.Map("/watch", pipeline.Build())
            .WithDisplayName("Liquid watch")
            .WithMetadata(new DisableRequestTimeoutAttribute());
    }
}
