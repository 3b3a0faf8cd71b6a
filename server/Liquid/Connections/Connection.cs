using System.Net.WebSockets;
using Liquid.Messages;
using Liquid.Spaces;
using Liquid.Stores;
using Microsoft.Extensions.Logging;

namespace Liquid.Connections;

/// <summary>One WebSocket that speaks for one instance, from the upgrade to the close.</summary>
internal sealed partial class Connection(
    WebSocket socket,
    TransportStream? stream,
    Handshake handshake,
    FrameReceiver receiver,
    LiquidOptions options,
    TimeProvider time,
    LiquidMeter meter,
    ILogger<Connection> logger)
    : ISpaceMember, IDisposable
{
    /// <summary>How long a peer may take to read what is left for it and to answer a close.</summary>
    private static readonly TimeSpan _closeTimeout = TimeSpan.FromSeconds(5);

    private readonly FrameReceiver _receiver = receiver;
    private readonly FrameSender _sender = new(socket, stream, meter);
    private readonly WakeSignal _wake = new();
    private readonly TaskCompletionSource<CloseReason> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;
    private Task _delivering = Task.CompletedTask;
    private Seat? _seat;
    private volatile bool _saidHello;
    private volatile bool _isExpelled;
    private volatile int _spareMs;

    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>How long nothing was heard since the hello. How long that may take has a limit of its own.</summary>
    public TimeSpan Silence => _saidHello ? _receiver.Silence : TimeSpan.Zero;

    /// <summary>How long the frame has been coming that is not whole yet.</summary>
    public TimeSpan FrameAge => _receiver.FrameAge;

    /// <summary>How many changes of presence it has not read yet.</summary>
    public long ChangesBehind => _seat?.ChangesBehind ?? 0;

    public void Wake() => _wake.Wake();

    public void WakeHere() => _wake.Wake(here: true);

    public void End(CloseReason reason)
    {
        _ended.TrySetResult(reason);
        _wake.Wake();
    }

    /// <summary>Ends it because the relay stops; its peer is asked not to come back before.</summary>
    public void Stop(TimeSpan spare)
    {
        _spareMs = (int)spare.TotalMilliseconds;
        End(CloseReason.Stopping);
    }

    /// <summary>Ends it for good: its instance is taken out of the space as well.</summary>
    public void Expel(CloseReason reason)
    {
        _isExpelled = true;
        End(reason);
    }

    /// <summary>The life of the connection: hello, welcome, receiving and delivering apart, the first to end ends both.</summary>
    public async Task RunAsync()
    {
        try
        {
            await BeginAsync();
            await _ended.Task;
        }
        catch (Exception cut) when (IsCut(cut))
        {
            End(CloseReason.Answered);
        }
        catch (Exception failure)
        {
            LogFailed(failure);
            End(CloseReason.Failed);
        }
        finally
        {
            _seat?.Space.Leave(_seat.Instance, this);
            await ForgetIfExpelledAsync();
            await CloseAsync(await _ended.Task);
        }
    }

    public void Dispose()
    {
        _receiver.Dispose();
        _sender.Dispose();
    }

    /// <summary>Apart, so that what is only needed for the welcome does not live as long as the connection.</summary>
    private async Task BeginAsync()
    {
        if (await ReceiveHelloAsync() is { } hello && await handshake.JoinAsync(hello, this, _sender) is var (seat, welcome))
        {
            _seat = seat;
            LogJoined(seat.Instance);
            await _sender.SendAsync(welcome);
            _receiving = GuardAsync(new Inbox(seat, _receiver, _sender, this, options, time, meter).RunAsync());
            _delivering = GuardAsync(new Delivery(seat, _sender, this, _wake, meter).RunAsync());
        }
    }

    /// <summary>Waits for the first frame, but no longer than a hello may take.</summary>
    private async Task<Hello?> ReceiveHelloAsync()
    {
        var first = _receiver.ReceiveAsync().AsTask();
        _receiving = first;
        using var heard = new CancellationTokenSource();
        var timeout = Task.Delay(options.HelloTimeout, time, heard.Token);
        if (await Task.WhenAny(first, timeout, _ended.Task) != first)
        {
            End(CloseReason.HelloTimeout);
            return null;
        }

        await heard.CancelAsync();
        _saidHello = true;
        return await handshake.ReadHelloAsync(await first, this, _sender);
    }

    /// <summary>Runs one of the two loops; its end is the connection's.</summary>
    private async Task GuardAsync(Task loop)
    {
        try
        {
            await loop;
            End(CloseReason.Answered);
        }
        catch (Exception cut) when (IsCut(cut))
        {
            End(CloseReason.Answered);
        }
        catch (StoreUnavailableException)
        {
            // What waits for the instance can't be read now; the store has logged why.
            End(CloseReason.Overloaded);
        }
        catch (Exception failure)
        {
            LogFailed(failure);
            End(CloseReason.Failed);
        }
    }

    /// <summary>Before the close is said: the instance may come back, and in this very space.</summary>
    private async Task ForgetIfExpelledAsync()
    {
        try
        {
            if (_isExpelled && _seat is { } seat)
            {
                await seat.Space.RemoveAsync(seat.Instance);
            }
        }
        catch (StoreUnavailableException)
        {
            // It is out; the store is told again when things are tidied.
        }
    }

    /// <summary>Says why, and waits a bounded time for the peer to answer; then there is no connection any more.</summary>
    private async Task CloseAsync(CloseReason reason)
    {
        using var limit = new CancellationTokenSource(_closeTimeout);
        try
        {
            await _delivering.WaitAsync(limit.Token);
            if (_spareMs > 0 && reason == CloseReason.Stopping)
            {
                await _sender.SendAsync(Errors.Stopping(_spareMs)).AsTask().WaitAsync(limit.Token);
            }

            await _sender.CloseAsync(reason, limit.Token);
            await _receiving.WaitAsync(limit.Token);
            await _receiver.DiscardAsync(limit.Token);
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // The peer is gone, or did not answer in time, or broke the rules of WebSocket, of which the framework told it.
        }

        var loops = Task.WhenAll(_delivering, _receiving);
        if (!loops.IsCompleted)
        {
            // Not otherwise: an abort also throws away the close frame that is just being written.
            socket.Abort();
            stream?.Abort();
            await loops;
        }

        LogClosed(_seat?.Instance, (int)reason.Code, reason.Text);
    }

    private static bool IsCut(Exception problem) =>
        problem is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    [LoggerMessage(LogLevel.Debug, "Instance {Instance} joined")]
    private partial void LogJoined(string instance);

    [LoggerMessage(LogLevel.Debug, "Connection of instance {Instance} closed: {Code} {Reason}")]
    private partial void LogClosed(string? instance, int code, string reason);

    [LoggerMessage(LogLevel.Error, "A connection failed")]
    private partial void LogFailed(Exception failure);
}
