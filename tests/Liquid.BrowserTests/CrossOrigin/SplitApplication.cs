using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Liquid.BrowserTests.CrossOrigin;

/// <summary>A page that one program serves, and its relay, which is another one on another port.</summary>
public sealed class SplitApplication : IAsyncDisposable
{
    private readonly WebApplication _pages;
    private readonly WebApplication _relay;

    private SplitApplication(WebApplication pages, WebApplication relay) => (_pages, _relay) = (pages, relay);

    public Uri Page => new(_pages.Urls.Single());

    public static async Task<SplitApplication> StartAsync()
    {
        // Each has to know the other's address: the page is written when it is asked for.
        var relayAddress = "";
        var pages = Create(_ => { });
        pages.MapGet("/", () => Results.Content(
            $$"""
            <!doctype html>
            <title>Page</title>
            <p>Text</p>
            <script type="module">
              import { Liquid } from "{{relayAddress}}/liquid/liquid.mjs";
              window.liquid = await Liquid.start({ url: "{{relayAddress}}/liquid" });
            </script>
            """,
            "text/html; charset=utf-8"));
        await pages.StartAsync();
        var relay = Create(builder => builder.Services.AddLiquid(options =>
        {
            options.Store = "memory";
            options.AllowedOrigins.Add(new Uri(pages.Urls.Single()).GetLeftPart(UriPartial.Authority));
        }));
        relay.MapLiquid("/liquid");
        await relay.StartAsync();
        relayAddress = relay.Urls.Single();
        return new(pages, relay);
    }

    public async ValueTask DisposeAsync()
    {
        await _pages.DisposeAsync();
        await _relay.DisposeAsync();
    }

    private static WebApplication Create(Action<WebApplicationBuilder> build)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        build(builder);
        var application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        return application;
    }
}
