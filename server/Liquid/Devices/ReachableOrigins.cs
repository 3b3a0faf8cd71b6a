using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace Liquid.Devices;

/// <summary>
/// Where another device reaches this program when the one that asks does so by an address that only means itself, as
/// <c>localhost</c>: a link with that would lead a phone to the phone.
/// </summary>
/// <param name="bound">What the program listens on, as <see cref="IServerAddressesFeature"/> tells it.</param>
/// <param name="own">The addresses of this machine, the likeliest first.</param>
internal sealed class ReachableOrigins(Func<IEnumerable<string>> bound, Func<IEnumerable<IPAddress>> own)
{
    private const int Most = 8;

    public ReachableOrigins(IServer server)
        : this(() => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [], FindOwn)
    {
    }

    /// <summary>The best first; empty where the address that was asked says it all.</summary>
    public IReadOnlyList<string> For(HttpRequest request)
    {
        var isLocal = request.Host.Host is "localhost"
            || (IPAddress.TryParse(request.Host.Host, out var asked) && IPAddress.IsLoopback(asked));
        if (!isLocal)
        {
            return [];
        }

        var port = request.Host.Port ?? (request.IsHttps ? 443 : 80);
        var found = bound()
            .Select(BindingAddress.Parse)
            // What listens elsewhere may serve other pages, or be reached through something else.
            .Where(binding => binding.Port == port && binding.Scheme == request.Scheme)
            .SelectMany(binding => AddressesOf(binding.Host))
            .Where(address => !IPAddress.IsLoopback(address))
            .Distinct()
            .Take(Most);
        return [.. found.Select(address => new UriBuilder(request.Scheme, address.ToString(), port).Uri.GetLeftPart(UriPartial.Authority))];
    }

    private IEnumerable<IPAddress> AddressesOf(string host)
    {
        if (!IPAddress.TryParse(host, out var address))
        {
            // "*" and "+" stand for all; a name may mean anything.
            return host is "*" or "+" ? own() : [];
        }

        return address.Equals(IPAddress.IPv6Any) ? own()
            : address.Equals(IPAddress.Any) ? own().Where(one => one.AddressFamily == AddressFamily.InterNetwork)
            : [address];
    }

    /// <summary>Networks that lead somewhere come before those that virtual machines and the like make; IPv4 before IPv6, which is harder to type.</summary>
    private static IEnumerable<IPAddress> FindOwn() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus == OperationalStatus.Up
        let properties = network.GetIPProperties()
        let leadsOn = properties.GatewayAddresses.Count > 0
        from unicast in properties.UnicastAddresses
        let address = unicast.Address
        where !address.IsIPv6LinkLocal && !address.ToString().StartsWith("169.254.", StringComparison.Ordinal)
        orderby leadsOn descending, address.AddressFamily == AddressFamily.InterNetwork descending
        select address;
}
