using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;

namespace Liquid.Tests.Connections;

/// <summary>What is under a WebSocket differs: encrypted or not, alone on its connection or, by HTTP/2, one of several.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Messages_large_and_small_pass_encrypted_connections_both_ways(string version)
    {
        using var certificate = SelfSigned();
        await using var relay = await TestRelay.StartAsync(build: builder => builder.WebHost
            .UseUrls("https://127.0.0.1:0")
            .ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate)));
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, given, _, _) => given!.GetCertHashString() == certificate.GetCertHashString(),
            },
        });
        using var a = await JoinAsync(relay, invoker, version);
        using var b = await JoinAsync(relay, invoker, version);
        var large = new string('x', 300_000);

        await a.AnswerAsync(1, b.Id, large);
        await a.AnswerAsync(2, b.Id, "small");
        await b.AnswerAsync(1, a.Id, large);

        Assert.Equal(large, (await b.HearAsync("message")).Text);
        Assert.Equal("small", (await b.HearAsync("message")).Text);
        Assert.Equal(large, (await a.HearAsync("message")).Text);
    }

    private static async Task<TestInstance> JoinAsync(TestRelay relay, HttpMessageInvoker invoker, string version)
    {
        var identity = new Identity("Chromium on Linux");
        var address = new UriBuilder(relay.SocketAddress) { Scheme = "wss" }.Uri;
        var raw = new ClientWebSocket();
        raw.Options.AddSubProtocol("liquid.v1");
        raw.Options.HttpVersion = Version.Parse(version);
        raw.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        raw.Options.SetRequestHeader("Origin", $"https://{address.Authority}");
        await raw.ConnectAsync(address, invoker, TestContext.Current.CancellationToken);
        var socket = new TestSocket(raw);
        await socket.SayAsync(identity.Hello());
        return new TestInstance(identity, socket, await socket.HearAsync("welcome"));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
