using Microsoft.AspNetCore.Http.Features;

namespace Liquid.Connections;

/// <summary>Puts a <see cref="GatheringStream"/>, which is a feature of the request from then on, under the WebSocket.</summary>
internal sealed class GatheringUpgrade(IFeatureCollection features, IHttpUpgradeFeature upgrade) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    public static void Prepare(IFeatureCollection features)
    {
        if (features.Get<IHttpUpgradeFeature>() is { } upgrade)
        {
            features.Set<IHttpUpgradeFeature>(new GatheringUpgrade(features, upgrade));
        }
    }

    public async Task<Stream> UpgradeAsync()
    {
        var stream = new GatheringStream(await upgrade.UpgradeAsync());
        features.Set(stream);
        return stream;
    }
}
