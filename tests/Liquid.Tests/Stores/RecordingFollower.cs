using Liquid.Log;
using Liquid.Stores;

namespace Liquid.Tests.Stores;

/// <summary>Writes down what a store tells of a space, in order.</summary>
internal sealed class RecordingFollower(SpaceRecord record) : ISpaceFollower
{
    private readonly Lock _lock = new();
    private readonly List<object> _heard = [];
    private readonly List<(Func<object, bool> Awaited, TaskCompletionSource<object> Came)> _awaiting = [];

    /// <summary>The space as it was opened.</summary>
    public SpaceRecord Record => record;

    public bool HasReaders { get; set; } = true;

    public IReadOnlyList<Commit> Commits => [.. Heard<Commit>()];

    public IReadOnlyList<T> Heard<T>()
    {
        lock (_lock)
        {
            return [.. _heard.OfType<T>()];
        }
    }

    /// <summary>The first of that kind that was or will be heard.</summary>
    public async Task<T> HearAsync<T>(Func<T, bool> awaited)
    {
        TaskCompletionSource<object> came = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            foreach (var heard in _heard.OfType<T>().Where(awaited))
            {
                return heard;
            }

            _awaiting.Add((what => what is T item && awaited(item), came));
        }

        return (T)await came.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    public void Committed(Commit commit) => Hear(commit);

    public void Skipped(long head) => Hear(new Skip(head));

    public void Changed(InstanceRecord instance) => Hear(instance);

    public void Forgotten(string instance) => Hear(new Departure(instance));

    public void LostLease() => Hear(new LeaseLoss());

    public void Closed() => Hear(new Closing());

    private void Hear(object what)
    {
        lock (_lock)
        {
            _heard.Add(what);
            foreach (var (_, came) in _awaiting.Where(waiting => waiting.Awaited(what)))
            {
                came.TrySetResult(what);
            }
        }
    }

    internal sealed record Skip(long Head);

    internal sealed record Departure(string Instance);

    internal sealed record LeaseLoss;

    internal sealed record Closing;
}
