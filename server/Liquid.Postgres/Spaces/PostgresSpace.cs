using System.Diagnostics;
using Liquid.Log;
using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres.Spaces;

/// <summary>
/// One open space. Whatever came while a commit was on its way goes into the next one together, so the number of commits
/// follows the server, and the number of messages does not. One thing happens at a time, and the follower is told in that order.
/// </summary>
internal sealed class PostgresSpace(long key, PostgresShared shared)
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
    private Teller? _teller;
    private long _nextSoon;
    private bool _isSoonTimed;
    private bool _isBehind;
    private bool _hasLostLease;
    private bool _hasKeptLease;
    private bool _isGone;
    private bool _isRunning;
    private (long Head, long Revision) _told;
    private TaskCompletionSource? _idle;

    public long Key => key;

    public void Follow(ISpaceFollower follower, long head, long revision)
    {
        lock (_lock)
        {
            _teller = new Teller(follower, head, revision);
            _told = (head, revision);
        }
    }

    public Task<AppendResult> AppendAsync(Submission submission) => AddAsync(new AppendWork(submission));

    public Task<Admission> JoinAsync(InstanceRecord instance, long applied, Action<ReaderPlace> admitted) =>
        AddAsync(new JoinWork(instance, applied, admitted));

    public Task<bool> ForgetAsync(string instance, long generation) => AddAsync(new ForgetWork(instance, generation));

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

    public void LoseLease()
    {
        lock (_lock)
        {
            _hasLostLease = true;
            Run();
        }
    }

    /// <summary>Nothing was delivered while that was not known, and may be again.</summary>
    public void KeepLease()
    {
        lock (_lock)
        {
            _hasKeptLease = true;
            Run();
        }
    }

    /// <summary>The space is not there any more.</summary>
    public void Vanish()
    {
        lock (_lock)
        {
            _isGone = true;
            Run();
        }
    }

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

    private Task<T> AddAsync<T>(SpaceWork<T> work)
    {
        lock (_lock)
        {
            _works.AddLast(work);
            Run();
        }

        return work.Task;
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
            _ = Task.Run(PumpAsync);
        }
    }

    private async Task PumpAsync()
    {
        while (Take() is { } step)
        {
            try
            {
                await step();
            }
            catch (Exception failure)
            {
                // Without this the space would stand still for good.
                shared.LogFailed(failure);
            }

            lock (_lock)
            {
                _told = (_teller!.Head, _teller.Revision);
            }
        }
    }

    /// <summary>What is to be done next; <see langword="null"/> once there is nothing.</summary>
    private Func<Task>? Take()
    {
        lock (_lock)
        {
            if (_isGone)
            {
                return VanishAsync;
            }

            if (_hasLostLease)
            {
                _hasLostLease = false;
                return () => TellAsync(teller => teller.LostLease());
            }

            if (_hasKeptLease)
            {
                _hasKeptLease = false;
                return () => TellAsync(teller => teller.KeptLease());
            }

            var isSoonDue = !_soon.IsEmpty && Stopwatch.GetTimestamp() >= _nextSoon;
            if (_works.Count > 0 || isSoonDue)
            {
                _isBehind = false;
                return TakeGroup(isSoonDue) is var group ? () => WriteAsync(group) : null;
            }

            if (_isBehind)
            {
                _isBehind = false;
                return CatchUpAsync;
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

    private Task TellAsync(Action<Teller> tell)
    {
        tell(_teller!);
        return Task.CompletedTask;
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

    private async Task WriteAsync(SpaceGroup group)
    {
        var isBegun = false;
        try
        {
            for (var isAgain = false; ; isAgain = true)
            {
                try
                {
                    await using var connection = await shared.Database.OpenAsync();
                    await WriteAsync(connection, group, () => isBegun = true);
                    shared.Database.Succeeded();
                    return;
                }
                catch (Exception problem) when (!isAgain && !isBegun && PostgresProblem.IsBroken(problem))
                {
                    // The server was started again, and so are all connections to it. Nothing was written.
                    shared.Database.Forget();
                }
            }
        }
        catch (Exception problem)
        {
            Fail(group, problem, isUncertain: isBegun && !PostgresProblem.IsCertain(problem));
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, SpaceGroup group, Action begun)
    {
        var node = shared.Node.Id;
        var draft = new SpaceDraft(node, shared.Options, shared.Time.GetUtcNow());
        if (await SpaceCommit.BeginAsync(connection, key, _teller!.Wanted, group, node, draft) is not { } news)
        {
            lock (_lock)
            {
                _isGone = true;
            }

            GiveUp(group.Works);
            return;
        }

        // Others committed these; what becomes of this commit does not matter to them.
        Tell(news, node);
        var (answers, isShort) = Decide(group, draft);
        begun();
        await SpaceCommit.EndAsync(connection, key, draft);
        _teller.Tell(draft, news.IsComplete);
        foreach (var answer in answers)
        {
            answer();
        }

        shared.Notices.Tell(key, draft.Head, draft.Revision);
        if (isShort)
        {
            lock (_lock)
            {
                _nextSoon = 0;
            }
        }
    }

    /// <summary>
    /// Lets each work draw what it does; what it hears of that after the commit comes back. If there is no room, and what was
    /// applied and is not written yet may make some, those without room come again.
    /// </summary>
    private (List<Action> Answers, bool IsShort) Decide(SpaceGroup group, SpaceDraft draft)
    {
        var (answers, again) = (new List<Action>(), new List<SpaceWork>());
        foreach (var work in group.Works)
        {
            switch (work)
            {
                case not null when again.Count > 0:
                    // Behind one that comes again, so that what one source sends stays in order.
                    again.Add(work);
                    break;
                case ForgetWork forget:
                    answers.Add(() => forget.Complete(true));
                    break;
                case JoinWork join when !draft.IsNodeAlive:
                    shared.Node.Check();
                    answers.Add(() => join.Fail(new StoreUnavailableException("This relay was out of touch with the others. Try again.")));
                    break;
                case JoinWork join:
                    answers.Add(Answer(join, draft.Join(join)));
                    break;
                case AppendWork append when draft.Append(append.Submission) is var result:
                    if (result is AppendResult.Full && group.Soon.IsEmpty && HasSoon())
                    {
                        again.Add(append);
                    }
                    else
                    {
                        answers.Add(() => append.Complete(result));
                    }

                    break;
            }
        }

        lock (_lock)
        {
            foreach (var work in Enumerable.Reverse(again))
            {
                _works.AddFirst(work);
            }
        }

        return (answers, again.Count > 0);
    }

    private Action Answer(JoinWork join, Admission admission)
    {
        if (admission is not Admission.Admitted { Place: var place })
        {
            return () => join.Complete(admission);
        }

        return () =>
        {
            _teller!.Admitted(join.Instance.Id, place.Generation);
            join.Admit(place);
        };
    }

    private async Task CatchUpAsync()
    {
        try
        {
            var wanted = _teller!.Wanted;
            var news = await shared.Database.RunAsync(async connection =>
            {
                await using var batch = connection.CreateBatch();
                SpaceNews.AddTo(batch, key, wanted.Head, wanted.Revision);
                await using var reader = await batch.ExecuteReaderAsync();
                return await SpaceNews.ReadAsync(reader);
            });
            if (news is not null)
            {
                Tell(news, shared.Node.Id);
            }

            lock (_lock)
            {
                _isGone |= news is null;
                _isBehind |= news is { IsComplete: false };
            }
        }
        catch (StoreUnavailableException)
        {
            // The heads are compared again in a moment.
        }
    }

    private void Tell(SpaceNews news, long node)
    {
        var strays = _teller!.Tell(news, node, shared.Time.GetUtcNow());
        foreach (var stray in strays)
        {
            Describe(stray);
        }
    }

    private void Fail(SpaceGroup group, Exception problem, bool isUncertain)
    {
        shared.Database.Failed(problem);
        lock (_lock)
        {
            _soon.AddOlder(group.Soon);
            _nextSoon = Stopwatch.GetTimestamp() + (long)(_retryInterval.TotalSeconds * Stopwatch.Frequency);
            _isBehind |= isUncertain;
            _idle?.TrySetResult();
            _idle = null;
        }

        var explained = isUncertain ? PostgresProblem.ExplainUncertain(problem) : PostgresProblem.Explain(problem);
        foreach (var work in group.Works)
        {
            work.Fail(explained);
        }
    }

    private Task VanishAsync()
    {
        List<SpaceWork> works;
        lock (_lock)
        {
            works = [.. _works];
            _works.Clear();
            (_isGone, _isBehind, _soon) = (false, false, new SoonWrites());
        }

        GiveUp(works);
        _teller!.Closed();
        return Task.CompletedTask;
    }

    private static void GiveUp(IEnumerable<SpaceWork> works)
    {
        foreach (var work in works)
        {
            switch (work)
            {
                case JoinWork join:
                    join.Complete(new Admission.Closed());
                    break;
                case ForgetWork forget:
                    forget.Complete(true);
                    break;
                default:
                    work.Fail(new StoreUnavailableException("The space was given up in this moment. Send again."));
                    break;
            }
        }
    }

    private bool HasSoon()
    {
        lock (_lock)
        {
            return !_soon.IsEmpty;
        }
    }
}
