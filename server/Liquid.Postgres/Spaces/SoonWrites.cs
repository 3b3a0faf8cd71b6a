using Liquid.Stores;
using Npgsql;

namespace Liquid.Postgres.Spaces;

/// <summary>
/// What is written soon to one space: the newest cursor and the newest description of each instance, so that a thousand
/// acknowledgements of a moment become one statement. Its space locks.
/// </summary>
internal sealed class SoonWrites
{
    private readonly Dictionary<string, (long Generation, long Cursor)> _cursors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InstanceRecord> _descriptions = new(StringComparer.Ordinal);

    public bool IsEmpty => _cursors.Count == 0 && _descriptions.Count == 0;

    public bool MovesCursors => _cursors.Count > 0;

    public void Acknowledge(string instance, long generation, long cursor)
    {
        if (!_cursors.TryGetValue(instance, out var known) || (generation, cursor).CompareTo(known) > 0)
        {
            _cursors[instance] = (generation, cursor);
        }
    }

    public void Describe(InstanceRecord instance)
    {
        if (!_descriptions.TryGetValue(instance.Id, out var known) || known.Generation <= instance.Generation)
        {
            _descriptions[instance.Id] = instance;
        }
    }

    /// <summary>They could not be written: unless something newer has come, they are to be written again.</summary>
    public void AddOlder(SoonWrites older)
    {
        foreach (var (instance, (generation, cursor)) in older._cursors)
        {
            Acknowledge(instance, generation, cursor);
        }

        foreach (var (id, instance) in older._descriptions)
        {
            if (!_descriptions.TryGetValue(id, out var known) || known.Generation < instance.Generation)
            {
                _descriptions[id] = instance;
            }
        }
    }

    public void AddTo(NpgsqlBatch batch, long space)
    {
        if (_descriptions.Count > 0)
        {
            InstanceRecord[] described = [.. _descriptions.Values];
            batch.BatchCommands.Add(Statement.Of(
                PostgresText.Describe,
                space,
                Array.ConvertAll(described, instance => instance.Id),
                Array.ConvertAll(described, instance => instance.Generation),
                Array.ConvertAll(described, instance => instance.Name),
                Array.ConvertAll(described, instance => instance.Page),
                Array.ConvertAll(described, instance => instance.LastSeen),
                Array.ConvertAll(described, instance => instance.Kind)));
        }

        if (_cursors.Count > 0)
        {
            string[] ids = [.. _cursors.Keys];
            batch.BatchCommands.Add(Statement.Of(
                PostgresText.Acknowledge,
                space,
                ids,
                Array.ConvertAll(ids, id => _cursors[id].Generation),
                Array.ConvertAll(ids, id => _cursors[id].Cursor)));
            batch.BatchCommands.Add(Statement.Of(PostgresText.RemoveApplied, space, ids));
        }
    }
}
