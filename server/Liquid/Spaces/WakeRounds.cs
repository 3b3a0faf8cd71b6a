using System.Diagnostics;

namespace Liquid.Spaces;

/// <summary>
/// Wakes all members of a space, one after the other in one piece of work of the thread pool, each as far as it gets without
/// waiting. What is to be told meanwhile is told in the next round, and behind a long round there is a rest: so the more there
/// is to tell to many, the more of it goes out to each together.
/// </summary>
internal sealed class WakeRounds
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunningOnceMore = 2;

    private static readonly TimeSpan _shortestRest = TimeSpan.FromMilliseconds(1);

    private int _state = Idle;

    /// <summary>Begins a round, or lets another one follow the one that runs. Cheap, and may be called from anywhere.</summary>
    /// <param name="members">Who is there when the round begins.</param>
    public void Begin(Func<IReadOnlyList<ISpaceMember>> members)
    {
        if (Interlocked.Exchange(ref _state, RunningOnceMore) == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static round => _ = round.Rounds.RunAsync(round.members), (Rounds: this, members), preferLocal: false);
        }
    }

    private async Task RunAsync(Func<IReadOnlyList<ISpaceMember>> members)
    {
        do
        {
            Interlocked.Exchange(ref _state, Running);
            var began = Stopwatch.GetTimestamp();
            foreach (var member in members())
            {
                member.WakeHere();
            }

            // A quarter of the round: a few members have none, a thousand that are busy have two milliseconds.
            var rest = Stopwatch.GetElapsedTime(began) / 4;
            if (rest >= _shortestRest)
            {
                await Task.Delay(rest);
            }
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
    }
}
