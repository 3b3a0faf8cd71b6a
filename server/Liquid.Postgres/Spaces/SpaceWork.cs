using Liquid.Log;
using Liquid.Stores;

namespace Liquid.Postgres.Spaces;

/// <summary>Something to be written within the next commit of a space.</summary>
internal abstract class SpaceWork
{
    public abstract void Fail(Exception problem);
}

/// <summary>Something that somebody waits for.</summary>
internal abstract class SpaceWork<T> : SpaceWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _done.Task;

    public void Complete(T result) => _done.TrySetResult(result);

    public override void Fail(Exception problem) => _done.TrySetException(problem);
}

internal sealed class AppendWork(Submission submission) : SpaceWork<AppendResult>
{
    public Submission Submission => submission;
}

/// <param name="instance">The instance as it is now.</param>
/// <param name="applied">Up to where it says it has applied everything.</param>
/// <param name="admitted">Called in order with what the space's follower is told.</param>
internal sealed class JoinWork(InstanceRecord instance, long applied, Action<ReaderPlace> admitted) : SpaceWork<Admission>
{
    public InstanceRecord Instance => instance;

    public long Applied => applied;

    public void Admit(ReaderPlace place)
    {
        admitted(place);
        Complete(new Admission.Admitted(place));
    }
}

internal sealed class ForgetWork(string instance, long generation) : SpaceWork<bool>
{
    public string Instance => instance;

    public long Generation => generation;
}
