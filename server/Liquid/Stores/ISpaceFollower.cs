using Liquid.Log;

namespace Liquid.Stores;

/// <summary>
/// What a store tells of one open space: one thing after the other, in the order in which it was committed, whichever node
/// committed it. A store of one node tells of commits only; who comes and goes there goes through the space itself.
/// </summary>
internal interface ISpaceFollower
{
    /// <summary>Whether any connection reads the space here, so that it is worth bringing what other nodes commit.</summary>
    bool HasReaders { get; }

    /// <summary>
    /// A message with targets is committed. In order of the numbers, none left out that <see cref="Skipped"/> does not name,
    /// and before its sender hears of it.
    /// </summary>
    void Committed(Commit commit);

    /// <summary>What other nodes committed up to a number is in the store, and is not brought.</summary>
    void Skipped(long head);

    /// <summary>Another node changed what stands in the store of an instance, or added it.</summary>
    void Changed(InstanceRecord instance);

    /// <summary>Another node removed an instance.</summary>
    void Forgotten(string instance);

    /// <summary>The others took this node for dead: its connections speak for nobody any more.</summary>
    void LostLease();

    /// <summary>Another node gave the space up.</summary>
    void Closed();
}
