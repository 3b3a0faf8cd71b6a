namespace Liquid.Postgres.Nodes;

/// <summary>
/// Notices nodes that fell silent: those whose beat stood still in so many looks in a row. Looks are counted, not time: no clock
/// matters, and while the server is down, when no node can write its beat, none grows silent.
/// </summary>
internal sealed class Silence(int mostLooks)
{
    private Dictionary<long, (long Beat, int Looks)> _nodes = [];

    /// <summary>Those that are silent now, with their last beat.</summary>
    public IReadOnlyList<(long Id, long Beat)> Look(IEnumerable<(long Id, long Beat)> nodes)
    {
        _nodes = nodes.ToDictionary(node => node.Id, node => (node.Beat, LooksAt(node)));
        return [.. _nodes.Where(node => node.Value.Looks >= mostLooks).Select(node => (node.Key, node.Value.Beat))];
    }

    private int LooksAt((long Id, long Beat) node) =>
        _nodes.TryGetValue(node.Id, out var known) && known.Beat == node.Beat ? known.Looks + 1 : 0;
}
