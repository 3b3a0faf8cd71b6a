using System.Collections.Concurrent;
using System.Net.WebSockets;
using Liquid.Devices;
using Liquid.Messages;
using Liquid.Quotas;
using Liquid.Spaces;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liquid.Connections;

/// <summary>All connections of this relay: those that fall silent or behind are ended, and all when it stops.</summary>
internal sealed class OpenConnections(
    SpaceRegistry spaces,
    FrameMemory memory,
    IOptions<LiquidOptions> options,
    TimeProvider time,
    LiquidMeter meter,
    ILogger<Connection> logger)
{
    /// <summary>Who has not read this many changes of presence does not read at all.</summary>
    private const int MostChangesBehind = 10_000;

    /// <summary>So many may come back together; clients' own delays spread them over a quarter of a second.</summary>
    private const int BackAtOnce = 250;

    private const int BackPerSecond = 1000;

    private readonly ConcurrentDictionary<Connection, bool> _connections = new();
    private readonly LiquidOptions _options = options.Value;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isEnding;

    public int Count => _connections.Count;

    /// <summary>Runs a connection in a space, to its end, which is at the latest that of the visit, if it is one.</summary>
    /// <param name="socket">Disposed at the end, as are the visit and the place.</param>
    /// <param name="stream">What is under the socket; <see langword="null"/> if only the socket itself can write.</param>
    /// <param name="spaceName">The space.</param>
    /// <param name="visit">That of the device that it comes from, if it is known by a ticket.</param>
    /// <param name="place">What it takes of what may be open, if that is counted.</param>
    public async Task RunAsync(WebSocket socket, TransportStream? stream, string spaceName, Visit? visit, IDisposable? place)
    {
        using var visiting = visit;
        using var taken = place;
        using var accepted = socket;
        var handshake = new Handshake(spaces, spaceName, visit, _options);
        var receiver = new FrameReceiver(socket, spaceName, memory, _options, time);
        using var connection = new Connection(socket, stream, handshake, receiver, _options, time, meter, logger);
        _connections[connection] = true;
        meter.Opened();
        try
        {
            if (_isEnding)
            {
                // It came when the others were ended already.
                connection.End(CloseReason.Stopping);
            }

            visit?.OnEnd(connection.Expel);
            await connection.RunAsync();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            meter.Closed();
            TellIfGone();
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
            else if (connection.FrameAge >= _options.FrameTimeout)
            {
                connection.End(CloseReason.SlowFrame);
            }
            else if (connection.ChangesBehind > MostChangesBehind)
            {
                connection.End(CloseReason.Behind);
            }
        }
    }

    /// <summary>
    /// Ends all, and asks many not to come back all at once: the relay that they go to next is to take up so many in a second.
    /// </summary>
    public void EndAll()
    {
        _isEnding = true;
        var spread = (_connections.Count - BackAtOnce) * 1000L / BackPerSecond;
        foreach (var (connection, _) in _connections)
        {
            connection.Stop(TimeSpan.FromMilliseconds(spread > 0 ? Random.Shared.NextInt64(spread) : 0));
        }

        TellIfGone();
    }

    /// <summary>Completes when those that were ended are gone.</summary>
    public Task GoneAsync(CancellationToken cancellationToken) => _gone.Task.WaitAsync(cancellationToken);

    private void TellIfGone()
    {
        if (_isEnding && _connections.IsEmpty)
        {
            _gone.TrySetResult();
        }
    }
}
