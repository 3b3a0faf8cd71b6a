using System.Net;
using Liquid.Devices;
using Microsoft.AspNetCore.Http;

namespace Liquid.Tests.Devices;

public sealed class ReachableOriginsTests
{
    private static readonly IPAddress[] _own =
        [IPAddress.Parse("192.168.1.20"), IPAddress.Parse("2001:db8::20"), IPAddress.Loopback, IPAddress.IPv6Loopback];

    [Theory]
    [InlineData("http://*:5080", "localhost:5080", "http://192.168.1.20:5080 http://[2001:db8::20]:5080")]
    [InlineData("http://[::]:5080", "[::1]:5080", "http://192.168.1.20:5080 http://[2001:db8::20]:5080")]
    [InlineData("http://0.0.0.0:5080", "127.0.0.1:5080", "http://192.168.1.20:5080")]
    [InlineData("http://10.0.0.7:5080", "localhost:5080", "http://10.0.0.7:5080")]
    [InlineData("http://*:80", "localhost", "http://192.168.1.20 http://[2001:db8::20]")]
    [InlineData("http://localhost:5080", "localhost:5080", "")]
    [InlineData("http://127.0.0.1:5080", "127.0.0.1:5080", "")]
    [InlineData("http://*:5090", "localhost:5080", "")]
    [InlineData("https://*:5080", "localhost:5080", "")]
    [InlineData("http://*:5080", "todo.example:5080", "")]
    [InlineData("http://*:5080", "192.168.1.20:5080", "")]
    public void Whoever_asks_by_a_loopback_address_hears_where_others_reach_the_program(string bound, string asked, string expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Host = new HostString(asked);

        var origins = new ReachableOrigins(() => [bound], () => _own).For(request);

        Assert.Equal(expected, string.Join(' ', origins));
    }
}
