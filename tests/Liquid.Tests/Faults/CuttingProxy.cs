using System.Net;
using System.Net.Sockets;

namespace Liquid.Tests.Faults;

/// <summary>
/// Stands between instances and the relay, and cuts each connection after so many bytes in one of the two directions: in the middle
/// of the upgrade, of a frame, of its length, wherever that is. What was read before the cut is passed on or lost with it.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<CancellationToken, Task<Uri>> _relay;
    private readonly Random _random;
    private readonly Progress _cuts = new();
    private readonly Task _accepting;
    private volatile bool _isKind;

    public CuttingProxy(Func<CancellationToken, Task<Uri>> relay, int seed)
    {
        (_relay, _random) = (relay, new Random(seed));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Task<Uri> SocketAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new Uri($"ws://{_listener.LocalEndpoint}/liquid/socket"));

    /// <summary>Returns after so many more cuts.</summary>
    public Task CutAsync(int more) => _cuts.PassAsync(more);

    /// <summary>From now on no connection is cut any more, those that are open as well.</summary>
    public void BeKind() => _isKind = true;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(PassOnAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task PassOnAsync(TcpClient near)
    {
        var (isUp, budget, isAbrupt) = Draw();
        using var far = new TcpClient();
        using (near)
        {
            try
            {
                var relay = await _relay(_stop.Token);
                await far.ConnectAsync(relay.Host, relay.Port, _stop.Token);
                using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var up = PassOnAsync(near, far, isUp ? budget : int.MaxValue, end);
                var down = PassOnAsync(far, near, isUp ? int.MaxValue : budget, end);
                await Task.WhenAll(up, down);
            }
            catch (Exception cut) when (cut is SocketException or IOException or OperationCanceledException)
            {
                // One side is gone, so the other goes.
            }

            if (isAbrupt)
            {
                // A reset, which throws away what the other side has not read yet; otherwise it reads that, and then an end.
                near.LingerState = far.LingerState = new LingerOption(true, 0);
            }
        }
    }

    /// <summary>Mostly within the first frames, now and then much later.</summary>
    private (bool IsUp, int Budget, bool IsAbrupt) Draw()
    {
        lock (_random)
        {
            var most = _random.Next(4) == 0 ? 100_000 : 4000;
            return (_random.Next(2) == 0, _random.Next(most), _random.Next(2) == 0);
        }
    }

    private async Task PassOnAsync(TcpClient from, TcpClient to, int budget, CancellationTokenSource end)
    {
        var buffer = new byte[4096];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, end.Token) is > 0 and var count)
            {
                var isCut = count > budget && !_isKind;
                await to.GetStream().WriteAsync(buffer.AsMemory(0, isCut ? budget : count), end.Token);
                budget -= count;
                if (isCut)
                {
                    _cuts.Count();
                    return;
                }
            }
        }
        finally
        {
            await end.CancelAsync();
        }
    }
}
