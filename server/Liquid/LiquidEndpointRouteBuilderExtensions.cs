using System.Diagnostics.CodeAnalysis;
using Liquid.Endpoints;
using Liquid.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the relay's endpoints.</summary>
public static class LiquidEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the socket, the instances, messages from scripts, pairing and the client's files below a prefix. The host need not call
    /// <c>UseWebSockets</c>.
    /// </summary>
    /// <param name="endpoints">The host application.</param>
    /// <param name="prefix">The path that everything lies below.</param>
    /// <returns>Conventions of all endpoints at once, for example <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddLiquid</c> was not called.</exception>
    public static IEndpointConventionBuilder MapLiquid(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix = "/liquid")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<SocketEndpoint>() is not { } socket)
        {
            throw new InvalidOperationException("Call builder.Services.AddLiquid() before app.MapLiquid().");
        }

        var group = endpoints.MapGroup(prefix);
        group.MapSocket(socket);
        group.MapInstances();
        group.MapWatch(endpoints.ServiceProvider.GetRequiredService<WatchEndpoint>());
        group.MapMessages();
        group.MapPairing();
        group.MapPreflight();
        group.MapDescription();
        group.MapClientFiles();
        return group;
    }
}
