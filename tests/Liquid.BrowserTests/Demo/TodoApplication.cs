using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.BrowserTests.Demo;

/// <summary>demo-todo, as its <c>Program</c> builds it, behind a real socket on a port of its own.</summary>
public sealed class TodoApplication : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("liquid-");
    private readonly string _spaces;
    private WebApplicationFactory<Program> _program;

    /// <param name="spaces">Who sees whom: <c>shared</c> for most tests, since each person of a test has a browser of their own.</param>
    public TodoApplication(string spaces)
    {
        _spaces = spaces;
        _program = Create();
        Listen(port: 0);
        var server = _program.Services.GetRequiredService<IServer>();
        Address = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    /// <summary>Where the page is; the same after a restart.</summary>
    public Uri Address { get; }

    /// <summary>Stops the program; what it stored is there when it starts again.</summary>
    public ValueTask StopAsync() => _program.DisposeAsync();

    /// <summary>Starts the program again after <see cref="StopAsync"/>.</summary>
    public void Start()
    {
        _program = Create();
        Listen(Address.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private WebApplicationFactory<Program> Create() => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseSetting("Liquid:Data", _data.FullName);
        host.UseSetting("Liquid:Spaces", _spaces);
    });

    private void Listen(int port)
    {
        _program.UseKestrel(options => options.Listen(IPAddress.Loopback, port));
        _program.StartServer();
    }
}
