using System.Collections.Concurrent;
using Liquid.Log;
using Microsoft.Extensions.Options;

namespace Liquid.Spaces;

/// <summary>The spaces that have instances, by name.</summary>
internal sealed class SpaceRegistry(IOptions<LiquidOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Space> _spaces = new(StringComparer.Ordinal);

    /// <summary>The space of that name; a new one if there is none.</summary>
    public Space Open(string name) => _spaces.GetOrAdd(name, Create);

    public Space? Find(string name) => _spaces.GetValueOrDefault(name);

    public async ValueTask TidyAsync()
    {
        foreach (var (name, space) in _spaces)
        {
            await space.TidyAsync();
            if (space.TryClose())
            {
                _spaces.TryRemove(new(name, space));
            }
        }
    }

    private Space Create(string name) =>
        new(new MemoryLog(time, options.Value.MaxWaitingBytes), options.Value, time);
}
