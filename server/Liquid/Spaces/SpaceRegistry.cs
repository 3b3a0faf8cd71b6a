using System.Collections.Concurrent;
using Liquid.Bases;
using Liquid.Log;
using Liquid.Stores;
using Microsoft.Extensions.Options;

namespace Liquid.Spaces;

/// <summary>The spaces that have instances, by name.</summary>
internal sealed class SpaceRegistry(IStore store, RecentMemory memory, IOptions<LiquidOptions> options, TimeProvider time)
    : IDisposable
{
    private readonly ConcurrentDictionary<string, Space> _spaces = new(StringComparer.Ordinal);

    /// <summary>One space is opened or given up at a time, so that no space is there twice.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>
    /// A message is committed in a space, which is named: for onlookers, who must not take long, since readers of the space
    /// wait for them.
    /// </summary>
    public event Action<string, LogEntry>? Committed;

    /// <summary>The spaces that this node has open, by name.</summary>
    public IEnumerable<KeyValuePair<string, Space>> All => _spaces;

    /// <summary>Opens the spaces that have to be looked after.</summary>
    public async Task StartAsync()
    {
        foreach (var name in await store.SpacesAsync())
        {
            await OpenAsync(name);
        }
    }

    /// <summary>The space of that name; a new one if there is none.</summary>
    /// <exception cref="StoreUnavailableException">The space has to be stored or read, and can't be now.</exception>
    public async ValueTask<Space> OpenAsync(string name)
    {
        if (_spaces.TryGetValue(name, out var open) && !open.IsClosed)
        {
            return open;
        }

        await _turn.WaitAsync();
        try
        {
            if (!_spaces.TryGetValue(name, out var space) || space.IsClosed)
            {
                _spaces[name] = space = await store.OpenAsync(name, record => new Space(
                    name,
                    new SpaceLog(name, record, store, memory, time),
                    new SpaceBases(name, store),
                    record.Instances,
                    entry => Committed?.Invoke(name, entry),
                    options.Value,
                    time));
            }

            return space;
        }
        finally
        {
            _turn.Release();
        }
    }

    public Space? Find(string name) => _spaces.GetValueOrDefault(name);

    public async ValueTask TidyAsync()
    {
        foreach (var (name, space) in _spaces)
        {
            await space.TidyAsync();
            if (space.IsEmpty)
            {
                await CloseAsync(name, space);
            }
        }

        await store.TidyAsync();
    }

    /// <summary>How many messages wait in all open spaces, and their bytes.</summary>
    public async ValueTask<(long Count, long Bytes)> CountWaitingAsync()
    {
        var (count, bytes) = (0L, 0L);
        foreach (var (name, _) in _spaces)
        {
            var waiting = await store.WaitingAsync(name, most: 0);
            (count, bytes) = (count + waiting.Count, bytes + waiting.Bytes);
        }

        return (count, bytes);
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask CloseAsync(string name, Space space)
    {
        await _turn.WaitAsync();
        try
        {
            // Another node may have given it up, and a newer one of its name be here.
            if (space.TryClose() && _spaces.TryRemove(KeyValuePair.Create(name, space)))
            {
                space.Log.Release();
                await store.CloseAsync(name);
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
