using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Liquid.Quotas;

/// <summary>
/// Where a request comes from, as far as limits care. Behind a proxy that is what the host's forwarded headers say.
/// </summary>
internal static class ClientAddress
{
    public static IPAddress Of(HttpContext context) => Of(context.Connection.RemoteIpAddress ?? IPAddress.None);

    /// <summary>One customer has a whole /64 of IPv6 addresses, so that counts as one.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
