using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Liquid.Tests;

/// <summary>An application of one test, with the relay at <c>/liquid</c>, on a port of its own.</summary>
internal sealed class TestRelay : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestRelay(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public string Origin => Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public Uri SocketAddress => new UriBuilder(Http.BaseAddress!) { Scheme = "ws", Path = "/liquid/socket" }.Uri;

    public static async Task<TestRelay> StartAsync(
        Action<LiquidOptions>? configure = null,
        TimeProvider? time = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication, IEndpointConventionBuilder>? map = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddLiquid(options =>
        {
            options.Store = "memory";
            options.Spaces = "shared";
            configure?.Invoke(options);
        }).AddPostgres();
        if (time is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(time));
        }

        build?.Invoke(builder);
        var app = builder.Build();
        var liquid = app.MapLiquid("/liquid");
        map?.Invoke(app, liquid);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestRelay(app);
    }

    /// <summary>A socket that has said nothing yet.</summary>
    public Task<TestSocket> OpenAsync(Action<ClientWebSocketOptions>? configure = null) =>
        TestSocket.OpenAsync(SocketAddress, configure);

    /// <summary>A new instance that has been welcomed.</summary>
    public Task<TestInstance> JoinAsync(string name = "Chromium on Linux") => JoinAsync(new Identity(name));

    /// <summary>An instance that comes, or comes back, and has been welcomed.</summary>
    public async Task<TestInstance> JoinAsync(Identity identity, long cursor = 0, string? epoch = null)
    {
        var socket = await OpenAsync();
        await socket.SayAsync(identity.Hello(cursor, epoch));
        return new TestInstance(identity, socket, await socket.HearAsync("welcome"));
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
