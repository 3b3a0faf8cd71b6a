using System.Diagnostics;
using Liquid.Stores;

namespace Liquid.Postgres.Spaces;

/// <summary>
/// What one space is to do, and in which order. Whatever came while a commit was on its way goes into the next one together, so the
/// number of commits follows the server, and the number of messages does not.
/// </summary>
/// <param name="pump">Takes steps until there are none; started whenever there are some and it does not run.</param>
internal sealed class SpaceQueue(Func<Task> pump)
{
    private const int MostTogether = 256;
    private const int MostBytesTogether = 8 * 1024 * 1024;

    /// <summary>How often what is to be written soon is written.</summary>
    private static readonly TimeSpan _soonInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>After how long what could not be written is tried again.</summary>
    private static readonly TimeSpan _retryInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<SpaceWork> _works = new();
    private SoonWrites _soon = new();
    private long _nextSoon;
    private bool _isSoonTimed;
    private bool _isBehind;
    private bool _hasLostLease;
    private bool _hasKeptLease;
    private bool _isGone;
    private bool _isRunning;
    private (long Head, long Revision) _told;
    private TaskCompletionSource? _idle;

    /// <summary>Whether anything is to be written soon.</summary>
    public bool HasSoon
    {
        get
        {
            lock (_lock)
            {
                return !_soon.IsEmpty;
            }
        }
    }

    public Task<T> AddAsync<T>(SpaceWork<T> work)
    {
        lock (_lock)
        {
            _works.AddLast(work);
            Run();
        }

        return work.Task;
    }

    /// <summary>These were taken and come again, before all others, with what is to be written soon.</summary>
    public void PutBack(List<SpaceWork> works)
    {
        lock (_lock)
        {
            foreach (var work in Enumerable.Reverse(works))
            {
                _works.AddFirst(work);
                _nextSoon = 0;
            }
        }
    }

    public void Acknowledge(string instance, long generation, long cursor)
    {
        lock (_lock)
        {
            _soon.Acknowledge(instance, generation, cursor);
            TimeSoon();
        }
    }

    public void Describe(InstanceRecord instance)
    {
        lock (_lock)
        {
            // Others are told of it at once.
            _soon.Describe(instance);
            _nextSoon = 0;
            TimeSoon();
        }
    }

    /// <summary>The space is further than that on, as some node says.</summary>
    public void Hear(long head, long revision)
    {
        lock (_lock)
        {
            if (head > _told.Head || revision > _told.Revision)
            {
                _isBehind = true;
                Run();
            }
        }
    }

    /// <summary>The follower was told of everything up to there.</summary>
    public void Told(long head, long revision)
    {
        lock (_lock)
        {
            _told = (head, revision);
        }
    }

    /// <summary>There is more to be told, however far the space is.</summary>
    public void FallBehind() => Raise(ref _isBehind);

    public void LoseLease() => Raise(ref _hasLostLease);

    /// <summary>Nothing was delivered while that was not known, and may be again.</summary>
    public void KeepLease() => Raise(ref _hasKeptLease);

    /// <summary>The space is not there any more.</summary>
    public void Vanish() => Raise(ref _isGone);

    /// <summary>Writes what is to be written soon, now.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            _nextSoon = 0;
            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            Run();
            return _idle.Task;
        }
    }

    /// <summary>What was to be written soon could not be: it is tried again in a while.</summary>
    public void Fail(SoonWrites soon)
    {
        lock (_lock)
        {
            _soon.AddOlder(soon);
            _nextSoon = Stopwatch.GetTimestamp() + (long)(_retryInterval.TotalSeconds * Stopwatch.Frequency);
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    /// <summary>Empties it, as the space is gone; returns what somebody waits for.</summary>
    public IReadOnlyList<SpaceWork> Clear()
    {
        lock (_lock)
        {
            SpaceWork[] works = [.. _works];
            _works.Clear();
            (_isGone, _isBehind, _soon) = (false, false, new SoonWrites());
            return works;
        }
    }

    /// <summary>What is to be done next; <see langword="null"/> once there is nothing.</summary>
    public SpaceStep? Take()
    {
        lock (_lock)
        {
            if (_isGone)
            {
                return new SpaceStep.Vanish();
            }

            if (_hasLostLease)
            {
                _hasLostLease = false;
                return new SpaceStep.LoseLease();
            }

            if (_hasKeptLease)
            {
                _hasKeptLease = false;
                return new SpaceStep.KeepLease();
            }

            var isSoonDue = !_soon.IsEmpty && Stopwatch.GetTimestamp() >= _nextSoon;
            if (_works.Count > 0 || isSoonDue)
            {
                _isBehind = false;
                return new SpaceStep.Write(TakeGroup(isSoonDue));
            }

            if (_isBehind)
            {
                _isBehind = false;
                return new SpaceStep.CatchUp();
            }

            _isRunning = false;
            if (!_soon.IsEmpty)
            {
                TimeSoon();
            }

            if (!_isRunning)
            {
                _idle?.TrySetResult();
                _idle = null;
            }

            return null;
        }
    }

    private SpaceGroup TakeGroup(bool isSoonDue)
    {
        var (works, bytes, mayForget) = (new List<SpaceWork>(), 0L, true);
        while (_works.First is { Value: var work } && works.Count < MostTogether && bytes < MostBytesTogether)
        {
            if (work is ForgetWork && !mayForget)
            {
                break;
            }

            mayForget &= work is ForgetWork;

            // A join reads its own cursor, which may be among what is to be written soon.
            isSoonDue |= work is not AppendWork;
            bytes += work is AppendWork append ? append.Submission.Frame.Size : 0;
            works.Add(work);
            _works.RemoveFirst();
        }

        var soon = new SoonWrites();
        if (isSoonDue)
        {
            (soon, _soon) = (_soon, soon);
            _nextSoon = Stopwatch.GetTimestamp() + (long)(_soonInterval.TotalSeconds * Stopwatch.Frequency);
        }

        return new SpaceGroup(works, soon);
    }

    private void Raise(ref bool flag)
    {
        lock (_lock)
        {
            flag = true;
            Run();
        }
    }

    private void TimeSoon()
    {
        var left = TimeSpan.FromTicks(Math.Max(0, _nextSoon - Stopwatch.GetTimestamp()) * TimeSpan.TicksPerSecond / Stopwatch.Frequency);
        if (left == TimeSpan.Zero)
        {
            Run();
        }
        else if (!_isSoonTimed)
        {
            _isSoonTimed = true;
            _ = RunLaterAsync(left);
        }
    }

    private async Task RunLaterAsync(TimeSpan wait)
    {
        await Task.Delay(wait);
        lock (_lock)
        {
            _isSoonTimed = false;
            Run();
        }
    }

    private void Run()
    {
        if (!_isRunning)
        {
            _isRunning = true;
            _ = Task.Run(pump);
        }
    }
}
