using System.IO.Pipelines;
using Liquid.Memory;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Liquid.Connections;

/// <summary>
/// Around HTTP on a connection of Kestrel's. What a request is upgraded to can go on here, behind the request: all that Kestrel keeps
/// for HTTP, which is most of what a connection takes that is idle, then goes with the request.
/// </summary>
internal sealed class HandOver(IDuplexPipe transport) : IConnectionHeartbeatFeature
{
    private readonly IDuplexPipe _transport = transport;

    /// <summary>HTTP's timers, which would keep it alive as long as the connection.</summary>
    private volatile (Action<object> Beat, object State)[] _heartbeats = [];

    private Func<Task>? _successor;

    public static ConnectionDelegate Around(ConnectionDelegate http, TransportMemory memory) => connection =>
    {
        if (connection.Features.Get<IMemoryPoolFeature>() is { } feature)
        {
            memory.Add(feature.MemoryPool);
        }

        return RunHttpAsync(connection, http);
    };

    /// <summary>
    /// Runs what a request was upgraded to: behind the request, or within it where something between here and HTTP, such as TLS, has a
    /// transport of its own that ends with the request.
    /// </summary>
    /// <param name="features">Those of the request.</param>
    /// <param name="stream">What is used from now on; <see langword="null"/> if that is not the connection's transport.</param>
    /// <param name="successor">Runs to the end of the connection.</param>
    public static Task RunAsync(IFeatureCollection features, TransportStream? stream, Func<Task> successor)
    {
        if (stream is not null && features.Get<HandOver>() is { } handOver && stream.IsOver(handOver._transport))
        {
            handOver._successor = successor;
            return Task.CompletedTask;
        }

        return successor();
    }

    void IConnectionHeartbeatFeature.OnHeartbeat(Action<object> action, object state) =>
        _heartbeats = [.. _heartbeats, (action, state)];

    private static async Task RunHttpAsync(ConnectionContext connection, ConnectionDelegate http)
    {
        var handOver = new HandOver(connection.Transport);
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static one => ((HandOver)one).Beat(), handOver);
        connection.Features.Set<IConnectionHeartbeatFeature>(handOver);
        connection.Features.Set(handOver);
        try
        {
            await http(connection);
        }
        finally
        {
            await handOver.SucceedAsync(connection);
        }
    }

    private void Beat()
    {
        foreach (var (beat, state) in _heartbeats)
        {
            beat(state);
        }
    }

    private Task SucceedAsync(ConnectionContext connection)
    {
        if (_successor is not { } successor)
        {
            return Task.CompletedTask;
        }

        _heartbeats = [];
        _successor = null;
        connection.Features.Set<IConnectionTimeoutFeature>(null);
        return successor();
    }
}
