using System.Collections.Concurrent;
using System.Security.Cryptography;
using Liquid.Bases;
using Liquid.Log;
using Liquid.Messages;

namespace Liquid.Stores;

/// <summary>One space of a <see cref="MemoryStore"/>.</summary>
internal sealed class MemorySpace(TimeProvider time, LiquidOptions options)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Reader> _readers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, LogEntry> _entries = [];
    private readonly Dictionary<(string From, string To), long> _latest = [];
    private readonly MemoryBases _bases = new(options.MaxBasesPerSpace);

    /// <summary>What the messages that wait name, by their numbers.</summary>
    private readonly Dictionary<long, string> _named = [];
    private readonly string _epoch = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private ISpaceFollower? _follower;
    private long _head;
    private long _generation;
    private long _waitingBytes;
    private int _collectAt = 64;

    public T Open<T>(Func<SpaceRecord, T> follow)
        where T : ISpaceFollower
    {
        lock (_lock)
        {
            var follower = follow(new SpaceRecord(_epoch, _head, [.. _readers.Values.Select(reader => reader.Instance)]));
            _follower = follower;
            return follower;
        }
    }

    public ReaderPlace Join(InstanceRecord instance, long applied)
    {
        lock (_lock)
        {
            if (!_readers.TryGetValue(instance.Id, out var reader))
            {
                _readers[instance.Id] = reader = new Reader { Instance = instance, Cursor = _head };
            }

            reader.Instance = instance;
            reader.Generation = ++_generation;
            reader.Cursor = applied <= _head ? Math.Max(reader.Cursor, applied) : reader.Cursor;
            var lacks = reader.Base is { } named && !_bases.Has(named) && IsAwaited(named) ? named : null;
            return new ReaderPlace(reader.Cursor, reader.Answer.Id, reader.Generation, lacks);
        }
    }

    public AppendResult Append(Submission submission)
    {
        lock (_lock)
        {
            var send = submission.Send;
            var source = _readers.GetValueOrDefault(submission.From);
            if (source is not null && send.Id <= source.Answer.Id)
            {
                var known = send.Id == source.Answer.Id ? source.Answer : new Sent(send.Id);
                return new AppendResult.Repeated(known with { Lacks = Lacks(send) });
            }

            if (send.To != EnvelopeRules.Everyone && !_readers.ContainsKey(send.To))
            {
                return new AppendResult.UnknownTarget();
            }

            var superseded = submission.Supersedes ? _latest.GetValueOrDefault((submission.From, send.To)) : 0;
            if (WhatIsFull(submission.Frame.Size, superseded) is { } option)
            {
                return new AppendResult.Full(option);
            }

            var targets = send.To != EnvelopeRules.Everyone ? 1 : source is null ? _readers.Count : _readers.Count - 1;
            var answer = new Sent(send.Id, ++_head, targets, submission.Online);
            source?.Accept(answer, send.Base);
            if (targets > 0)
            {
                Remove(superseded);
                _follower?.Committed(new Commit(Add(submission), superseded));
            }

            return new AppendResult.Committed(answer with { Lacks = targets > 0 ? Lacks(send) : null });
        }
    }

    public WaitingMessages Waiting(int most)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var waiting = _entries.Values.Where(entry => entry.Expires > now)
                .Select(entry => (Entry: entry, Targets: _readers.Values.Count(reader => Awaits(reader, entry))))
                .Where(message => message.Targets > 0)
                .ToList();
            return new WaitingMessages(
                waiting.Count,
                waiting.Sum(message => (long)message.Entry.Frame.Length),
                [.. waiting.Take(most).Select(message => Describe(message.Entry, message.Targets))]);
        }
    }

    public IReadOnlyList<LogEntry> Read(string reader, long after, int most)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return [.. _entries.Values.Where(e => e.Number > after && e.Expires > now && e.IsFor(reader)).Take(most)];
        }
    }

    public BaseKept KeepBase(string fingerprint, BaseRecord given)
    {
        lock (_lock)
        {
            return !IsNamed(fingerprint) ? BaseKept.Unnamed
                : _bases.TryKeep(fingerprint, given, IsAwaited) ? BaseKept.Stored
                : BaseKept.Full;
        }
    }

    public BaseFound FindBase(string fingerprint)
    {
        lock (_lock)
        {
            return new BaseFound(_bases.Find(fingerprint), IsNamed(fingerprint));
        }
    }

    public void Acknowledge(string instance, long generation, long cursor)
    {
        lock (_lock)
        {
            if (_readers.TryGetValue(instance, out var reader) && reader.Generation <= generation && cursor > reader.Cursor)
            {
                reader.Cursor = cursor;
            }
        }
    }

    /// <summary>Takes no lock: the space calls this under its own, which a commit takes under this one's.</summary>
    public void Describe(InstanceRecord instance)
    {
        if (_readers.TryGetValue(instance.Id, out var reader) && reader.Generation <= instance.Generation)
        {
            reader.Instance = instance;
        }
    }

    public void Forget(string instance)
    {
        lock (_lock)
        {
            _readers.TryRemove(instance, out _);
            Collect();
        }
    }

    public void Tidy()
    {
        lock (_lock)
        {
            Collect();
        }
    }

    private LogEntry Add(Submission submission)
    {
        if (_entries.Count >= _collectAt)
        {
            // Twice what is left then: so each entry is looked at a few times at most, however many there are.
            Collect();
            _collectAt = Math.Max(64, _entries.Count * 2);
        }

        var entry = submission.Commit(_head, time.GetUtcNow());
        _entries.Add(entry.Number, entry);
        _waitingBytes += entry.Frame.Length;
        if (submission.Supersedes)
        {
            _latest[(entry.From, entry.To)] = entry.Number;
        }

        if (submission.Send.Base is { } named)
        {
            _named[entry.Number] = named;
        }

        return entry;
    }

    private static bool Awaits(Reader reader, LogEntry entry) =>
        reader.Cursor < entry.Number && entry.IsFor(reader.Instance.Id);

    private WaitingMessage Describe(LogEntry entry, int targets) => new(
        entry.Number,
        entry.From,
        entry.To,
        _latest.GetValueOrDefault((entry.From, entry.To)) == entry.Number ? EnvelopeRules.Migration : EnvelopeRules.Receipt,
        entry.At,
        entry.Expires,
        entry.Frame.Length,
        targets);

    private string? Lacks(Send send) => send.Base is { } named && !_bases.Has(named) ? named : null;

    private bool IsAwaited(string fingerprint) => _named.ContainsValue(fingerprint);

    private bool IsNamed(string fingerprint) =>
        IsAwaited(fingerprint) || _readers.Values.Any(reader => reader.Base == fingerprint);

    /// <summary>The option that leaves no room for a message; looked at again when what nobody awaits is gone.</summary>
    private string? WhatIsFull(int bytes, long superseded)
    {
        if (Full() is null)
        {
            return null;
        }

        Collect();
        return Full();

        string? Full()
        {
            var isThere = _entries.TryGetValue(superseded, out var older);
            return _waitingBytes - (isThere ? older!.Frame.Length : 0) + bytes > options.MaxWaitingBytes
                ? nameof(LiquidOptions.MaxWaitingBytes)
                : _entries.Count - (isThere ? 1 : 0) >= options.MaxWaitingMessages
                    ? nameof(LiquidOptions.MaxWaitingMessages)
                    : null;
        }
    }

    /// <summary>Drops what has no reader any more, and what is too old.</summary>
    private void Collect()
    {
        var now = time.GetUtcNow();
        var slowest = _readers.Values.OrderBy(reader => reader.Cursor).Take(2).ToArray();
        foreach (var entry in _entries.Values.Where(entry => entry.Expires <= now || !IsAwaited(entry, slowest)).ToArray())
        {
            Remove(entry.Number);
        }

        _bases.RemoveUnless(IsNamed);
    }

    private bool IsAwaited(LogEntry entry, Reader[] slowest) => entry.To == EnvelopeRules.Everyone
        ? slowest.Any(reader => reader.Instance.Id != entry.From && reader.Cursor < entry.Number)
        : _readers.TryGetValue(entry.To, out var target) && target.Cursor < entry.Number;

    private void Remove(long number)
    {
        if (_entries.Remove(number, out var entry))
        {
            _waitingBytes -= entry.Frame.Length;
            _named.Remove(number);
            if (_latest.GetValueOrDefault((entry.From, entry.To)) == number)
            {
                _latest.Remove((entry.From, entry.To));
            }
        }
    }

    private sealed class Reader
    {
        public required InstanceRecord Instance { get; set; }

        public long Generation { get; set; }

        public long Cursor { get; set; }

        /// <summary>To the newest message committed from this instance; its id is 0 before the first.</summary>
        public Sent Answer { get; private set; } = new(0);

        /// <summary>The base that its newest migration names.</summary>
        public string? Base { get; private set; }

        public void Accept(Sent answer, string? named) => (Answer, Base) = (answer, named ?? Base);
    }
}
