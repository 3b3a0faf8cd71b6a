using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Liquid.Connections;

/// <summary>
/// Puts a <see cref="TransportStream"/> under the WebSocket, where the server gives access to a connection's transport as Kestrel does
/// for HTTP/1.1.
/// </summary>
internal sealed class TransportUpgrade(
    IFeatureCollection features,
    IHttpUpgradeFeature upgrade,
    IConnectionTransportFeature connection,
    IConnectionLifetimeFeature lifetime) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    public static void Prepare(IFeatureCollection features)
    {
        if (features.Get<IHttpUpgradeFeature>() is { } upgrade
            && features.Get<IConnectionTransportFeature>() is { } connection
            && features.Get<IConnectionLifetimeFeature>() is { } lifetime)
        {
            features.Set<IHttpUpgradeFeature>(new TransportUpgrade(features, upgrade, connection, lifetime));
        }
    }

    /// <summary>Accepts the request's WebSocket; what is under it is none if the server gives no access to that.</summary>
    public static async Task<(WebSocket Socket, TransportStream? Stream)> AcceptAsync(
        HttpContext context, string subprotocol, TimeSpan keepAlive)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not TransportUpgrade { IsUpgradableRequest: true })
        {
            var accept = new WebSocketAcceptContext { SubProtocol = subprotocol, KeepAliveInterval = keepAlive };
            return (await context.WebSockets.AcceptWebSocketAsync(accept), null);
        }

        // For the handshake alone: this socket would keep the request alive, by which it would be aborted.
        await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = subprotocol, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var options = new WebSocketCreationOptions { IsServer = true, SubProtocol = subprotocol, KeepAliveInterval = keepAlive };
        var stream = context.Features.GetRequiredFeature<TransportStream>();

        // The timer of its keep-alive would hold what flows with the request, its trace and its log scopes, to the end.
        using (ExecutionContext.SuppressFlow())
        {
            return (WebSocket.CreateFromStream(stream, options), stream);
        }
    }

    public async Task<Stream> UpgradeAsync()
    {
        // When it returns, the answer is written, and the server itself neither reads nor writes any more.
        await upgrade.UpgradeAsync();
        var stream = new TransportStream(connection.Transport, lifetime);
        features.Set(stream);
        return stream;
    }
}
