namespace Liquid.Endpoints;

/// <summary>Those who are told and not listened to. When the relay stops, it ends them with the others, and waits for them.</summary>
internal sealed class Onlookers : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many there are; until they are ended, one more.</summary>
    private int _count = 1;

    /// <summary>They are to go.</summary>
    public CancellationToken Ending => _ending.Token;

    public void Came() => Interlocked.Increment(ref _count);

    public void Went()
    {
        if (Interlocked.Decrement(ref _count) == 0)
        {
            _gone.TrySetResult();
        }
    }

    public void EndAll()
    {
        if (!_ending.IsCancellationRequested)
        {
            _ending.Cancel();
            Went();
        }
    }

    /// <summary>Completes when those that were ended are gone.</summary>
    public Task GoneAsync(CancellationToken cancellationToken) => _gone.Task.WaitAsync(cancellationToken);

    public void Dispose() => _ending.Dispose();
}
