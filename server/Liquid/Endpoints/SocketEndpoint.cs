using Liquid.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Liquid.Endpoints;

/// <summary>Takes WebSockets in: <c>prefix/socket</c>.</summary>
internal sealed class SocketEndpoint(
    OriginCheck origins, SpaceSelector spaces, OpenConnections connections, IOptions<LiquidOptions> options)
{
    public const string Subprotocol = "liquid.v1";

    public async Task HandleAsync(HttpContext context)
    {
        if (!origins.Allows(context.Request))
        {
            await Problems.ForbiddenOrigin(context.Request).ExecuteAsync(context);
        }
        else if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            await Problems.UnsupportedVersion.ExecuteAsync(context);
        }
        else if (await spaces.SpaceOf(context) is not { } space)
        {
            await Problems.Forbidden.ExecuteAsync(context);
        }
        else
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = Subprotocol,
                KeepAliveInterval = options.Value.KeepAliveInterval,
            });
            await connections.RunAsync(socket, space);
        }
    }
}

internal static class SocketEndpointRoute
{
    /// <summary>Maps the socket with the WebSocket middleware before it alone, so that the host need not add it.</summary>
    public static void MapSocket(this IEndpointRouteBuilder endpoints, SocketEndpoint socket)
    {
        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(socket.HandleAsync);
        endpoints.Map("/socket", pipeline.Build())
            .WithDisplayName("Liquid socket")
            .WithMetadata(new DisableRequestTimeoutAttribute());
    }
}
