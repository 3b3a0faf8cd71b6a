namespace Liquid.Tests.Faults;

/// <summary>Counts what happened, so that a fault comes after so many events and not after so much time.</summary>
internal sealed class Progress
{
    private readonly Lock _lock = new();
    private readonly List<(long Count, TaskCompletionSource Reached)> _waiting = [];
    private long _count;

    public void Count()
    {
        lock (_lock)
        {
            _count++;
            foreach (var waiting in _waiting.Where(waiting => waiting.Count <= _count).ToList())
            {
                _waiting.Remove(waiting);
                waiting.Reached.SetResult();
            }
        }
    }

    public Task PassAsync(int more)
    {
        lock (_lock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_count + more, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }
}
