namespace Liquid.Connections;

/// <summary>
/// How many messages a connection may send: as many at once as a second allows, then as they come back (token bucket). One
/// reader, the inbox.
/// </summary>
internal sealed class SendRate(LiquidOptions options, TimeProvider time)
{
    private double _left = options.MaxSendsPerSecond;
    private long _counted = time.GetTimestamp();

    /// <summary>Takes one; otherwise says how long until the next, at least a millisecond.</summary>
    public bool TryTake(out TimeSpan wait)
    {
        var now = time.GetTimestamp();
        var back = time.GetElapsedTime(_counted, now).TotalSeconds * options.MaxSendsPerSecond;
        (_left, _counted) = (Math.Min(_left + back, options.MaxSendsPerSecond), now);
        if (_left >= 1)
        {
            _left--;
            wait = TimeSpan.Zero;
            return true;
        }

        wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((1 - _left) * 1000 / options.MaxSendsPerSecond)));
        return false;
    }
}
