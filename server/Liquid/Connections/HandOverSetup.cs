using Liquid.Memory;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Liquid.Connections;

/// <summary>Puts <see cref="HandOver"/> around HTTP on every endpoint of Kestrel's.</summary>
internal sealed class HandOverSetup(TransportMemory memory) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options) =>
        options.ConfigureEndpointDefaults(endpoint => endpoint.Use(http => HandOver.Around(http, memory)));
}
