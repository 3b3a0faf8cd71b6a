using Liquid.Bases;

namespace Liquid.Stores;

/// <summary>The bases of one space of a <see cref="MemoryStore"/>, the oldest first. Its space locks.</summary>
internal sealed class MemoryBases(int most)
{
    private readonly OrderedDictionary<string, BaseRecord> _bases = new(StringComparer.Ordinal);

    public bool Has(string fingerprint) => _bases.ContainsKey(fingerprint);

    public BaseRecord? Find(string fingerprint) => _bases.GetValueOrDefault(fingerprint);

    /// <summary>Those that no message awaits make room.</summary>
    public bool TryKeep(string fingerprint, BaseRecord given, Func<string, bool> isAwaited)
    {
        if (!Has(fingerprint) && _bases.Count >= most)
        {
            if (_bases.Keys.FirstOrDefault(kept => !isAwaited(kept)) is not { } oldest)
            {
                return false;
            }

            _bases.Remove(oldest);
        }

        _bases[fingerprint] = given;
        return true;
    }

    public void RemoveUnless(Func<string, bool> isNamed)
    {
        foreach (var unnamed in _bases.Keys.Where(fingerprint => !isNamed(fingerprint)).ToArray())
        {
            _bases.Remove(unnamed);
        }
    }
}
