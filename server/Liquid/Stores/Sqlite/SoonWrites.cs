namespace Liquid.Stores.Sqlite;

/// <summary>
/// What is written soon: the newest cursor and the newest description of each instance. A thousand acknowledgements of a
/// moment become one row each, in a commit that others wait for anyway.
/// </summary>
internal sealed class SoonWrites
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Space, string Instance), long> _generations = [];
    private readonly List<Pending> _uncommitted = [];
    private Pending _pending = new();

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _pending.IsEmpty;
            }
        }
    }

    /// <summary>A newer connection speaks for the instance: what older ones acknowledge counts no more.</summary>
    public void Admit(string space, string instance, long generation)
    {
        lock (_lock)
        {
            _generations[(space, instance)] = generation;
        }
    }

    public void Forget(string space, string instance)
    {
        lock (_lock)
        {
            _generations.Remove((space, instance));
        }
    }

    /// <summary>True if it is the first since the last write.</summary>
    public bool Acknowledge(string space, string instance, long generation, long cursor)
    {
        lock (_lock)
        {
            if (_generations.GetValueOrDefault((space, instance)) > generation)
            {
                return false;
            }

            var isFirst = _pending.IsEmpty;
            _pending.Acknowledge((space, instance), cursor);
            return isFirst;
        }
    }

    /// <summary>True if it is the first since the last write.</summary>
    public bool Describe(string space, InstanceRecord instance)
    {
        lock (_lock)
        {
            var isFirst = _pending.IsEmpty;
            _pending.Descriptions[(space, instance.Id)] = instance;
            return isFirst;
        }
    }

    /// <summary>Writes them within a transaction, and drops the messages that nobody has yet to apply.</summary>
    public void WriteTo(SqliteSession session)
    {
        Pending taken;
        lock (_lock)
        {
            (taken, _pending) = (_pending, new Pending());
            _uncommitted.Add(taken);
        }

        foreach (var ((space, _), instance) in taken.Descriptions)
        {
            SqliteRoster.Describe(session, space, instance);
        }

        foreach (var ((space, instance), cursor) in taken.Cursors)
        {
            SqliteRoster.Acknowledge(session, space, instance, cursor);
        }

        foreach (var space in taken.Cursors.Keys.Select(key => key.Space).Distinct())
        {
            session.Execute(SqliteText.RemoveAppliedByAll, session.KeyOf(space));
        }
    }

    public void Committed() => _uncommitted.Clear();

    /// <summary>The transaction came to nothing: they are to be written again, unless something newer has come.</summary>
    public void RolledBack()
    {
        lock (_lock)
        {
            foreach (var taken in Enumerable.Reverse(_uncommitted))
            {
                foreach (var (key, cursor) in taken.Cursors)
                {
                    _pending.Acknowledge(key, cursor);
                }

                foreach (var (key, instance) in taken.Descriptions)
                {
                    _pending.Descriptions.TryAdd(key, instance);
                }
            }
        }

        _uncommitted.Clear();
    }

    private sealed class Pending
    {
        public Dictionary<(string Space, string Instance), long> Cursors { get; } = [];

        public Dictionary<(string Space, string Instance), InstanceRecord> Descriptions { get; } = [];

        public bool IsEmpty => Cursors.Count == 0 && Descriptions.Count == 0;

        public void Acknowledge((string Space, string Instance) key, long cursor) =>
            Cursors[key] = Math.Max(cursor, Cursors.GetValueOrDefault(key));
    }
}
