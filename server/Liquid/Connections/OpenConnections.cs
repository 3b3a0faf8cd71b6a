using System.Collections.Concurrent;
using System.Net.WebSockets;
using Liquid.Devices;
using Liquid.Messages;
using Liquid.Quotas;
using Liquid.Spaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Connections;

/// <summary>All connections of this relay: those that fall silent or behind are ended, and all when it stops.</summary>
internal sealed class OpenConnections : IDisposable
{
    /// <summary>Who has not read this many changes of presence does not read at all.</summary>
    private const int MostChangesBehind = 10_000;

    private readonly ConcurrentDictionary<Connection, bool> _connections = new();
    private readonly SpaceRegistry _spaces;
    private readonly FrameMemory _memory;
    private readonly LiquidOptions _options;
    private readonly TimeProvider _time;
    private readonly LiquidMeter _meter;
    private readonly ILogger<Connection> _logger;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _onStopping;

    public OpenConnections(
        SpaceRegistry spaces,
        FrameMemory memory,
        IOptions<LiquidOptions> options,
        TimeProvider time,
        LiquidMeter meter,
        IHostApplicationLifetime lifetime,
        ILogger<Connection> logger)
    {
        (_spaces, _memory, _options, _time, _meter, _logger) = (spaces, memory, options.Value, time, meter, logger);
        _stopping = lifetime.ApplicationStopping;
        _onStopping = _stopping.Register(EndAll);
    }

    public int Count => _connections.Count;

    /// <summary>Runs a connection in a space, to its end, which is at the latest that of the visit, if it is one.</summary>
    public async Task RunAsync(WebSocket socket, TransportStream? stream, string spaceName, Visit? visit)
    {
        var handshake = new Handshake(_spaces, spaceName, visit, _options);
        var receiver = new FrameReceiver(socket, spaceName, _memory, _options, _time);
        using var connection = new Connection(socket, stream, handshake, receiver, _options, _time, _meter, _logger);
        _connections[connection] = true;
        _meter.Opened();
        try
        {
            if (_stopping.IsCancellationRequested)
            {
                // It came between the stop and this registration.
                connection.End(CloseReason.Stopping);
            }

            visit?.OnEnd(connection.Expel);
            await connection.RunAsync();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            _meter.Closed();
        }
    }

    public void EndStale()
    {
        foreach (var (connection, _) in _connections)
        {
            if (connection.Silence >= _options.IdleTimeout)
            {
                connection.End(CloseReason.Silent);
            }
            else if (connection.ChangesBehind > MostChangesBehind)
            {
                connection.End(CloseReason.Behind);
            }
        }
    }

    public void Dispose() => _onStopping.Dispose();

    private void EndAll()
    {
        foreach (var (connection, _) in _connections)
        {
            connection.End(CloseReason.Stopping);
        }
    }
}
