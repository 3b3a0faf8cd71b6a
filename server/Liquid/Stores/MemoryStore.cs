using System.Collections.Concurrent;
using Liquid.Bases;
using Liquid.Log;
using Microsoft.Extensions.Options;

namespace Liquid.Stores;

/// <summary>A store that a restart empties.</summary>
internal sealed class MemoryStore(IOptions<LiquidOptions> options, TimeProvider time) : IStore
{
    private readonly ConcurrentDictionary<string, MemorySpace> _spaces = new(StringComparer.Ordinal);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask<IReadOnlyList<string>> SpacesAsync() => new([.. _spaces.Keys]);

    public ValueTask<T> OpenAsync<T>(string space, Func<SpaceRecord, T> follow)
        where T : ISpaceFollower =>
        new(_spaces.GetOrAdd(space, _ => new MemorySpace(time, options.Value)).Open(follow));

    public ValueTask<Admission> JoinAsync(string space, InstanceRecord instance, long applied, Action<ReaderPlace> admitted)
    {
        var place = Open(space).Join(instance, applied);
        admitted(place);
        return new(new Admission.Admitted(place));
    }

    public ValueTask<AppendResult> AppendAsync(string space, Submission submission) => new(Open(space).Append(submission));

    public ValueTask<WaitingMessages> WaitingAsync(string space, int most) =>
        new(_spaces.TryGetValue(space, out var found) ? found.Waiting(most) : WaitingMessages.None);

    public ValueTask<IReadOnlyList<LogEntry>> ReadAsync(string space, string reader, long after, int most) =>
        new(Open(space).Read(reader, after, most));

    public ValueTask<BaseKept> KeepBaseAsync(string space, string fingerprint, BaseRecord given) =>
        new(Open(space).KeepBase(fingerprint, given));

    public ValueTask<BaseFound> FindBaseAsync(string space, string fingerprint) => new(Open(space).FindBase(fingerprint));

    public void Acknowledge(string space, string instance, long generation, long cursor) =>
        _spaces.GetValueOrDefault(space)?.Acknowledge(instance, generation, cursor);

    public void Describe(string space, InstanceRecord instance) =>
        _spaces.GetValueOrDefault(space)?.Describe(instance);

    public ValueTask ForgetAsync(string space, string instance, long generation)
    {
        _spaces.GetValueOrDefault(space)?.Forget(instance);
        return default;
    }

    public ValueTask CloseAsync(string space)
    {
        _spaces.TryRemove(space, out _);
        return default;
    }

    public ValueTask CheckAsync() => default;

    public ValueTask TidyAsync()
    {
        foreach (var (_, space) in _spaces)
        {
            space.Tidy();
        }

        return default;
    }

    public ValueTask DisposeAsync() => default;

    private MemorySpace Open(string space) => _spaces.GetValueOrDefault(space) ?? throw StoreUnavailableException.SpaceGone();
}
