namespace Liquid.Tests.Faults;

/// <summary>Instances that send to each other under faults, and what the checker says of it in the end.</summary>
internal sealed class Crowd : IDisposable
{
    private const int Count = 4;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _living;

    private Crowd(Func<CancellationToken, Task<Uri>> relay, int seed, Action<Habits>? teach)
    {
        Instances = [.. Enumerable.Range(0, Count).Select(i =>
        {
            var habits = new Habits();
            teach?.Invoke(habits);
            return new RestlessInstance(new Identity($"Instance {i}"), relay, Progress, seed + (10 * i), habits);
        })];
        _living = Instances.ConvertAll(instance => instance.LiveAsync(_stop.Token));
    }

    public List<RestlessInstance> Instances { get; }

    public Progress Progress { get; } = new();

    public List<History> Histories => Instances.ConvertAll(instance => instance.History);

    /// <summary>All are welcomed when it returns: so none misses what another sends first.</summary>
    /// <param name="relay">Where the relay's socket is; waits while it is nowhere.</param>
    /// <param name="seed">What they do follows from it.</param>
    /// <param name="teach">Gives them habits of their own.</param>
    public static async Task<Crowd> GatherAsync(
        Func<CancellationToken, Task<Uri>> relay, int seed, Action<Habits>? teach = null)
    {
        var crowd = new Crowd(relay, seed, teach);
        await Task.WhenAll(crowd.Instances.Select(instance => instance.WelcomedAsync));
        return crowd;
    }

    /// <summary>Lets all send for as long as faults happen, and some messages more.</summary>
    public async Task SendDuringAsync(Func<Task> faults)
    {
        using var stop = new CancellationTokenSource();
        var sending = Instances.ConvertAll(instance =>
            instance.SendAsync([.. Instances.Select(other => other.Id).Where(id => id != instance.Id)], stop.Token));
        await faults();
        await Progress.PassAsync(200);
        await stop.CancelAsync();
        await Task.WhenAll(sending);
    }

    /// <summary>Waits until everybody has heard everything, and goes away; then nothing may be wrong.</summary>
    /// <param name="output">Is told how much was sent and applied.</param>
    /// <param name="still">What else has to be right while all are still there.</param>
    public async Task JudgeAsync(ITestOutputHelper output, Func<Task>? still = null)
    {
        await Task.WhenAll(Instances.Select(instance => instance.SendLastWordAsync()));
        await Task.WhenAll(
            from instance in Instances
            from other in Instances
            where other != instance
            select instance.HeardLastWordOfAsync(other.Id));
        await (still?.Invoke() ?? Task.CompletedTask);
        await _stop.CancelAsync();
        await Task.WhenAll(_living);

        output.WriteLine($"{Tally.Of(Histories)}; {Instances.Sum(instance => instance.Welcomes)} connections");
        Assert.Empty(Checker.Violations(Histories));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        Instances.ForEach(instance => instance.Dispose());
    }
}
