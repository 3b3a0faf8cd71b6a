using System.Security.Cryptography;
using Liquid.Messages;

namespace Liquid.Log;

/// <summary>
/// A log in memory. A broadcast stands in it once, whoever still has to read it; what is for one reader stands in a queue
/// of its own, so that nobody looks through the messages of others.
/// </summary>
internal sealed class MemoryLog(TimeProvider time, long maxWaitingBytes) : ISpaceLog
{
    private readonly Lock _lock = new();
    private readonly EntryQueue _broadcasts = new();
    private readonly Dictionary<string, Reader> _readers = [];
    private long _head;
    private long _waitingBytes;

    public string Epoch { get; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    public ValueTask<ReaderPlace> OpenAsync(string reader)
    {
        lock (_lock)
        {
            if (!_readers.TryGetValue(reader, out var place))
            {
                _readers[reader] = place = new Reader { Cursor = _head };
            }

            return new(new ReaderPlace(place.Cursor, place.Accepted, _head));
        }
    }

    public ValueTask<AppendResult> AppendAsync(Submission submission)
    {
        lock (_lock)
        {
            return new(Append(submission));
        }
    }

    public ValueTask<ReadResult> ReadAsync(string reader, long after, Memory<LogEntry> entries)
    {
        lock (_lock)
        {
            return new(_readers.TryGetValue(reader, out var place)
                ? Read(reader, place, after, entries.Span)
                : new ReadResult(0, _head));
        }
    }

    public ValueTask AcknowledgeAsync(string reader, long cursor)
    {
        lock (_lock)
        {
            if (_readers.TryGetValue(reader, out var place) && cursor > place.Cursor)
            {
                Release(reader, place, cursor);
                place.Cursor = cursor;
            }
        }

        return default;
    }

    public ValueTask ForgetAsync(string reader)
    {
        lock (_lock)
        {
            if (_readers.Remove(reader, out var place))
            {
                Release(reader, place, _head);
            }
        }

        return default;
    }

    public ValueTask ExpireAsync()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _waitingBytes -= _broadcasts.Expire(now);
            foreach (var place in _readers.Values)
            {
                _waitingBytes -= place.Direct?.Expire(now) ?? 0;
            }
        }

        return default;
    }

    private AppendResult Append(Submission submission)
    {
        var (from, send, frame, timeToLive, online) = submission;
        var source = _readers[from];
        if (send.Id <= source.Accepted)
        {
            return new AppendResult.Repeated(source.AnswerTo(send.Id) ?? new Sent(send.Id));
        }

        Reader? target = null;
        if (send.To != EnvelopeRules.Everyone && !_readers.TryGetValue(send.To, out target))
        {
            return new AppendResult.UnknownTarget();
        }

        if (_waitingBytes + frame.Size > maxWaitingBytes)
        {
            return new AppendResult.Full();
        }

        var targets = target is null ? _readers.Count - 1 : 1;
        var number = ++_head;
        if (targets > 0)
        {
            var entry = Commit(number, submission, time.GetUtcNow());
            (target is null ? _broadcasts : target.Direct ??= new EntryQueue()).Add(entry, targets);
            _waitingBytes += entry.Size;
        }

        var answer = new Sent(send.Id, number, targets, online);
        source.Accept(answer);
        return new AppendResult.Committed(answer);
    }

    private static LogEntry Commit(long number, Submission submission, DateTimeOffset now)
    {
        var (from, send, frame, timeToLive, _) = submission;
        var at = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
        var bytes = frame.Complete(new Message(number, from, send.Id, send.Kind, at, send.Re));
        return new LogEntry(number, from, now + timeToLive, bytes, frame.IsBinary, frame.Size);
    }

    /// <summary>Merges the broadcasts and the reader's own queue by number.</summary>
    private ReadResult Read(string reader, Reader place, long after, Span<LogEntry> entries)
    {
        var now = time.GetUtcNow();
        var count = 0;
        var shared = _broadcasts.IndexAfter(after);
        var direct = place.Direct?.IndexAfter(after) ?? 0;
        var directEnd = place.Direct?.End ?? 0;
        while (shared < _broadcasts.End || direct < directEnd)
        {
            if (count == entries.Length)
            {
                return new(count, entries[count - 1].Number);
            }

            var isDirect = shared == _broadcasts.End
                || (direct < directEnd && place.Direct!.NumberAt(direct) < _broadcasts.NumberAt(shared));
            var entry = isDirect ? place.Direct!.EntryAt(direct++) : _broadcasts.EntryAt(shared++);
            if (entry is not null && entry.Expires > now && (isDirect || entry.From != reader))
            {
                entries[count++] = entry;
            }
        }

        return new(count, _head);
    }

    private void Release(string reader, Reader place, long upTo)
    {
        _waitingBytes -= _broadcasts.Release(reader, place.Cursor, upTo);
        _waitingBytes -= place.Direct?.Release("", place.Cursor, upTo) ?? 0;
    }

    private sealed class Reader
    {
        /// <summary>A cut loses the answers of a moment, not more.</summary>
        private const int AnswersKept = 16;

        private Queue<Sent>? _answers;

        public long Cursor { get; set; }

        public long Accepted { get; private set; }

        public EntryQueue? Direct { get; set; }

        public void Accept(Sent answer)
        {
            Accepted = answer.Id;
            _answers ??= new Queue<Sent>();
            if (_answers.Count == AnswersKept)
            {
                _answers.Dequeue();
            }

            _answers.Enqueue(answer);
        }

        public Sent? AnswerTo(long id) => _answers?.FirstOrDefault(answer => answer.Id == id);
    }
}
