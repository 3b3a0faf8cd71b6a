namespace Liquid.Tests;

/// <summary>The machine's time, with a clock on the wall that can be set; timers and lapses of time do not look there.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public void Set(TimeSpan shift) => Interlocked.Exchange(ref _shift, shift.Ticks);
}
