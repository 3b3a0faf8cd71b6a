using System.Threading.Tasks.Sources;

namespace Liquid.Connections;

/// <summary>
/// Lets one waiter sleep until somebody wakes it; wakes in between are one. Waiting allocates nothing, which counts with
/// thousands of connections that wake for every broadcast.
/// </summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Woken = 2;

    private ManualResetValueTaskSourceCore<bool> _source;
    private int _state = Idle;

    /// <summary>Completes at the next wake, or at once if one came since the last wait.</summary>
    public ValueTask WaitAsync()
    {
        _source.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Woken)
        {
            // With a full fence: what was told before a wake that comes just now is read afterwards.
            Interlocked.Exchange(ref _state, Idle);
            return default;
        }

        return new ValueTask(this, _source.Version);
    }

    /// <param name="here">The waiter goes on within this call; otherwise on a thread of the pool.</param>
    public void Wake(bool here = false)
    {
        if (Interlocked.Exchange(ref _state, Woken) == Waiting)
        {
            // The waiter is not running yet, so nobody else writes here; a wake from now on is a new one.
            Volatile.Write(ref _state, Idle);
            _source.RunContinuationsAsynchronously = !here;
            _source.SetResult(true);
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
