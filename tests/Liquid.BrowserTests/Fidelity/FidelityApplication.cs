using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Liquid.BrowserTests.Fidelity;

/// <summary>An application with a page for each scenario, on a free port of this machine.</summary>
public sealed class FidelityApplication : IAsyncDisposable
{
    private const string StrictPolicy = "default-src 'self'; require-trusted-types-for 'script'";

    private readonly WebApplication _application;
    private int _visitors;

    private FidelityApplication()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = Path.Combine(AppContext.BaseDirectory, "Fidelity"),
        });
        builder.Logging.ClearProviders();
        builder.Services.AddLiquid(options => (options.Store, options.Spaces) = ("memory", "shared"));
        _application = builder.Build();
        _application.Urls.Add("http://127.0.0.1:0");
        _application.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = response =>
            {
                if (response.File.Name == "policy.html")
                {
                    response.Context.Response.Headers.ContentSecurityPolicy = StrictPolicy;
                }
            },
        });
        _application.MapGet("/greeting.html", () => AnotherEachTimeAsync("greeting.template.html"));
        _application.MapGet("/deploy.html", () => AnotherEachTimeAsync("deploy.template.html"));
        _application.MapGet("/silence.wav", () => Results.Bytes(Silence(seconds: 10), "audio/wav", enableRangeProcessing: true));
        _application.MapLiquid("/liquid");
    }

    public Uri Address => new(_application.Urls.Single());

    public static async Task<FidelityApplication> StartAsync()
    {
        var application = new FidelityApplication();
        await application._application.StartAsync();
        return application;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>
    /// A page that every visitor gets with another name and another token; every other one with a link more and with the
    /// sections the other way round.
    /// </summary>
    private async Task<IResult> AnotherEachTimeAsync(string template)
    {
        const string Settings = """<section id="settings"><h2>Settings</h2><label><input type="checkbox"> Remind me</label></section>""";
        const string Orders = """<section id="orders"><input name="search"><ul><li>Tea</li><li>Milk</li></ul></section>""";
        var visitor = Interlocked.Increment(ref _visitors);
        var even = visitor % 2 == 0;
        var page = new StringBuilder(await File.ReadAllTextAsync(Path.Combine(_application.Environment.ContentRootPath, template)))
            .Replace("{name}", $"visitor {visitor}")
            .Replace("{token}", Guid.NewGuid().ToString("n"))
            .Replace("{link}", even ? """<a href="/news">News</a>""" : "")
            .Replace("{first}", even ? Orders : Settings)
            .Replace("{second}", even ? Settings : Orders);
        return Results.Content($"{page}", "text/html; charset=utf-8");
    }

    /// <summary>Silence as WAV: 8 kHz, one channel, 8 bits.</summary>
    private static byte[] Silence(int seconds)
    {
        const int Rate = 8000;
        var length = Rate * seconds;
        var file = new byte[44 + length];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 36 + length);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), Rate);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 8);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), length);
        file.AsSpan(44).Fill(128);
        return file;
    }
}
