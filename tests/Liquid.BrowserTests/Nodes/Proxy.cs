using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Liquid.BrowserTests.Nodes;

/// <summary>
/// Passes connections on to nodes, byte for byte: WebSockets to the nodes in turn, so that two pages are on different ones, all
/// others to the first that answers. A node that is gone is passed over.
/// </summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<int> _taken = new();
    private readonly Uri[] _nodes;
    private readonly Task _accepting;
    private int _sockets;

    public Proxy(IEnumerable<Uri> nodes)
    {
        _nodes = [.. nodes];
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>To which nodes sockets went, in order.</summary>
    public IReadOnlyCollection<int> Taken => _taken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var here = client;
        try
        {
            var first = new byte[16 * 1024];
            var length = await here.GetStream().ReadAsync(first, _stop.Token);
            using var there = await ConnectAsync(Encoding.Latin1.GetString(first, 0, length));
            await there.GetStream().WriteAsync(first.AsMemory(0, length), _stop.Token);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            await Task.WhenAny(
                here.GetStream().CopyToAsync(there.GetStream(), end.Token),
                there.GetStream().CopyToAsync(here.GetStream(), end.Token));
            await end.CancelAsync();
        }
        catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException)
        {
            // Both ends see that the connection is gone.
        }
    }

    private async Task<TcpClient> ConnectAsync(string request)
    {
        var isSocket = request.Contains("\r\nUpgrade: websocket", StringComparison.OrdinalIgnoreCase);
        var first = isSocket ? Interlocked.Increment(ref _sockets) : 0;
        for (var turn = 0; ; turn++)
        {
            var node = (first + turn) % _nodes.Length;
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(_nodes[node].Host, _nodes[node].Port, _stop.Token);
                if (isSocket)
                {
                    _taken.Enqueue(node);
                }

                return client;
            }
            catch (SocketException) when (turn + 1 < _nodes.Length)
            {
                client.Dispose();
            }
        }
    }
}
