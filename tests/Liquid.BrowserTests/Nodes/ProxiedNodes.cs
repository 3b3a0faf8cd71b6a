using System.Reflection;
using Liquid.Tests.Faults;
using Liquid.Tests.Postgres;

namespace Liquid.BrowserTests.Nodes;

/// <summary>demo-todo as two processes that share a database, behind one address.</summary>
internal sealed class ProxiedNodes : IAsyncDisposable
{
    private readonly List<RelayProcess> _nodes;
    private Proxy? _proxy;

    private ProxiedNodes(string database)
    {
        var folder = typeof(ProxiedNodes).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "DemoFolder").Value!;
        _nodes = [.. Enumerable.Range(0, 2).Select(_ => new RelayProcess(
            "--contentRoot", folder, "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", "--Liquid:Store=postgres", $"--Liquid:Postgres={database}", "--Liquid:NodeTimeout=00:00:02")
        {
            Program = "demo-todo.dll",
        })];
    }

    public Proxy Proxy => _proxy!;

    public static async Task<ProxiedNodes> StartAsync(PostgresServer server)
    {
        var nodes = new ProxiedNodes(await server.CreateDatabaseAsync());
        try
        {
            await Task.WhenAll(nodes._nodes.Select(node => node.StartAsync()));
            nodes._proxy = new Proxy(nodes._nodes.Select(node => node.Address));
            return nodes;
        }
        catch (Exception)
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends a node as a power cut does.</summary>
    public Task KillAsync(int node) => _nodes[node].KillAsync();

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        _nodes.ForEach(node => node.Dispose());
    }
}
