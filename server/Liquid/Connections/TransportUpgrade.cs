using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Liquid.Connections;

/// <summary>
/// Puts a <see cref="TransportStream"/>, which is a feature of the request from then on, under the WebSocket, where the server
/// gives access to a connection's transport as Kestrel does for HTTP/1.1.
/// </summary>
internal sealed class TransportUpgrade(
    IFeatureCollection features, IHttpUpgradeFeature upgrade, IConnectionTransportFeature connection) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    public static void Prepare(IFeatureCollection features)
    {
        if (features.Get<IHttpUpgradeFeature>() is { } upgrade && features.Get<IConnectionTransportFeature>() is { } connection)
        {
            features.Set<IHttpUpgradeFeature>(new TransportUpgrade(features, upgrade, connection));
        }
    }

    public async Task<Stream> UpgradeAsync()
    {
        // When it returns, the answer is written, and the server itself neither reads nor writes any more.
        await upgrade.UpgradeAsync();
        var stream = new TransportStream(connection.Transport);
        features.Set(stream);
        return stream;
    }
}
