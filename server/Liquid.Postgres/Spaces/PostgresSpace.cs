using Liquid.Log;
using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres.Spaces;

/// <summary>One open space. One thing happens at a time, and the follower is told in that order.</summary>
internal sealed class PostgresSpace
{
    private readonly long _key;
    private readonly PostgresShared _shared;
    private readonly SpaceQueue _queue;
    private Teller? _teller;

    public PostgresSpace(long key, PostgresShared shared)
    {
        (_key, _shared) = (key, shared);
        _queue = new SpaceQueue(PumpAsync);
    }

    public long Key => _key;

    public void Follow(ISpaceFollower follower, long head, long revision)
    {
        _teller = new Teller(follower, head, revision);
        _queue.Told(head, revision);
    }

    public Task<AppendResult> AppendAsync(Submission submission) => _queue.AddAsync(new AppendWork(submission));

    public Task<Admission> JoinAsync(InstanceRecord instance, long applied, Action<ReaderPlace> admitted) =>
        _queue.AddAsync(new JoinWork(instance, applied, admitted));

    public Task<bool> ForgetAsync(string instance, long generation) => _queue.AddAsync(new ForgetWork(instance, generation));

    public void Acknowledge(string instance, long generation, long cursor) => _queue.Acknowledge(instance, generation, cursor);

    public void Describe(InstanceRecord instance) => _queue.Describe(instance);

    /// <summary>The space is further than that on, as some node says.</summary>
    public void Hear(long head, long revision) => _queue.Hear(head, revision);

    public void LoseLease() => _queue.LoseLease();

    /// <summary>Nothing was delivered while that was not known, and may be again.</summary>
    public void KeepLease() => _queue.KeepLease();

    /// <summary>The space is not there any more.</summary>
    public void Vanish() => _queue.Vanish();

    /// <summary>Writes what is to be written soon, now.</summary>
    public Task FlushAsync() => _queue.FlushAsync();

    private async Task PumpAsync()
    {
        while (_queue.Take() is { } step)
        {
            try
            {
                await RunAsync(step);
            }
            catch (Exception failure)
            {
                // Without this the space would stand still for good.
                _shared.LogFailed(failure);
            }

            _queue.Told(_teller!.Head, _teller.Revision);
        }
    }

    private async Task RunAsync(SpaceStep step)
    {
        switch (step)
        {
            case SpaceStep.Write { Group: var group }:
                await WriteAsync(group);
                break;
            case SpaceStep.CatchUp:
                await CatchUpAsync();
                break;
            case SpaceStep.LoseLease:
                _teller!.LostLease();
                break;
            case SpaceStep.KeepLease:
                _teller!.KeptLease();
                break;
            case SpaceStep.Vanish:
                GiveUp(_queue.Clear());
                _teller!.Closed();
                break;
        }
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
                    await using var connection = await _shared.Database.OpenAsync();
                    await WriteAsync(connection, group, () => isBegun = true);
                    _shared.Database.Succeeded();
                    return;
                }
                catch (Exception problem) when (!isAgain && !isBegun && PostgresProblem.IsBroken(problem))
                {
                    // The server was started again, and so are all connections to it. Nothing was written.
                    _shared.Database.Forget();
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
        var node = _shared.Node.Id;
        var draft = new SpaceDraft(node, _shared.Options, _shared.Time.GetUtcNow());
        if (await SpaceCommit.BeginAsync(connection, _key, _teller!.Wanted, group, node, draft) is not { } news)
        {
            _queue.Vanish();
            GiveUp(group.Works);
            return;
        }

        // Others committed these; what becomes of this commit does not matter to them.
        Tell(news, node);
        var (answers, again) = Decide(group, draft);
        begun();
        await SpaceCommit.EndAsync(connection, _key, draft);
        _teller.Tell(draft, news.IsComplete);
        foreach (var answer in answers)
        {
            answer();
        }

        _shared.Notices.Tell(_key, draft.Head, draft.Revision);

        // Not before: if this fails, all of its works do.
        _queue.PutBack(again);
    }

    /// <summary>
    /// Lets each work draw what it does; what it hears of that after the commit comes back. If there is no room, and what was
    /// applied and is not written yet may make some, those without room come again.
    /// </summary>
    private (List<Action> Answers, List<SpaceWork> Again) Decide(SpaceGroup group, SpaceDraft draft)
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
                    _shared.Node.Check();
                    answers.Add(() => join.Fail(new StoreUnavailableException("This relay was out of touch with the others. Try again.")));
                    break;
                case JoinWork join:
                    answers.Add(Answer(join, draft.Join(join)));
                    break;
                case AppendWork append when draft.Append(append.Submission) is var result:
                    if (result is AppendResult.Full && group.Soon.IsEmpty && _queue.HasSoon)
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

        return (answers, again);
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
            var news = await _shared.Database.RunAsync(async connection =>
            {
                await using var batch = connection.CreateBatch();
                SpaceNews.AddTo(batch, _key, wanted.Head, wanted.Revision);
                await using var reader = await batch.ExecuteReaderAsync();
                return await SpaceNews.ReadAsync(reader);
            });
            if (news is not null)
            {
                Tell(news, _shared.Node.Id);
            }

            if (news is null)
            {
                _queue.Vanish();
            }
            else if (!news.IsComplete)
            {
                _queue.FallBehind();
            }
        }
        catch (StoreUnavailableException)
        {
            // The heads are compared again in a moment.
        }
    }

    private void Tell(SpaceNews news, long node)
    {
        var strays = _teller!.Tell(news, node, _shared.Time.GetUtcNow());
        foreach (var stray in strays)
        {
            _queue.Describe(stray);
        }
    }

    private void Fail(SpaceGroup group, Exception problem, bool isUncertain)
    {
        _shared.Database.Failed(problem);
        _queue.Fail(group.Soon);
        if (isUncertain)
        {
            _queue.FallBehind();
        }

        var explained = isUncertain ? PostgresProblem.ExplainUncertain(problem) : PostgresProblem.Explain(problem);
        foreach (var work in group.Works)
        {
            work.Fail(explained);
        }
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
                    work.Fail(StoreUnavailableException.SpaceGone());
                    break;
            }
        }
    }
}
