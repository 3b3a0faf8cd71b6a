using Liquid.Stores;

namespace Liquid.Bases;

/// <summary>
/// The bases of one space: what the pages of its instances were at load, stored once by fingerprint, for targets whose own base
/// differs.
/// </summary>
internal sealed class SpaceBases(string space, IStore store)
{
    /// <summary>Keeps a base that a message or an instance names; the newest under a fingerprint counts.</summary>
    /// <exception cref="StoreUnavailableException">It is not kept; it may be later.</exception>
    public ValueTask<BaseKept> KeepAsync(string fingerprint, BaseRecord given) => store.KeepBaseAsync(space, fingerprint, given);

    /// <summary>Looks for a base.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read now.</exception>
    public ValueTask<BaseFound> FindAsync(string fingerprint) => store.FindBaseAsync(space, fingerprint);
}
