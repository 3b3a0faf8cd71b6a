using System.Diagnostics.Metrics;
using Liquid.Log;
using Liquid.Quotas;
using Liquid.Stores;

namespace Liquid;

/// <summary>What the relay measures, under the meter <c>Liquid</c>.</summary>
internal sealed class LiquidMeter : IDisposable
{
    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly UpDownCounter<int> _connections;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _commits;
    private readonly Histogram<double> _delays;
    private readonly Instrument _pending;
    private readonly FrameMemory _frames;
    private volatile bool _hadTraffic;
    private WaitingMessages _waiting = WaitingMessages.None;

    public LiquidMeter(IMeterFactory factory, TimeProvider time, RecentMemory recent, FrameMemory frames)
    {
        _time = time;
        _frames = frames;
        _meter = factory.Create("Liquid");
        _connections = _meter.CreateUpDownCounter<int>("liquid.connections", "{connection}", "Open connections.");
        _messages = _meter.CreateCounter<long>("liquid.messages", "{message}", "Messages committed, by kind.");
        _bytes = _meter.CreateCounter<long>("liquid.message.size", "By", "Bytes of the messages committed.");
        _deliveries = _meter.CreateCounter<long>("liquid.deliveries", "{message}", "Messages written to connections.");
        _refusals = _meter.CreateCounter<long>("liquid.refusals", "{refusal}", "Errors on sockets and problems over HTTP, by code.");
        _commits = _meter.CreateHistogram<double>("liquid.commit.duration", "s", "From a message's arrival to its commit.");
        _pending = _meter.CreateObservableUpDownCounter(
            "liquid.pending", () => _waiting.Count, "{message}", "Messages that wait, in the spaces that are open here.");
        _meter.CreateObservableUpDownCounter(
            "liquid.pending.size", () => _waiting.Bytes, "By", "Bytes of the messages that wait, in the spaces that are open here.");
        _meter.CreateObservableUpDownCounter(
            "liquid.recent.size", () => recent.Bytes, "By", "Bytes of the recent messages in memory.");
        _meter.CreateObservableUpDownCounter(
            "liquid.receiving.size", () => frames.Bytes, "By", "Bytes of memory that larger frames take until their commit.");
        _delays = _meter.CreateHistogram<double>("liquid.delivery.delay", "s", "From a message's commit to its delivery.");
    }

    /// <summary>Whether anybody wants to know what waits: finding out costs a look at every space.</summary>
    public bool IsPendingWatched => _pending.Enabled;

    /// <summary>What waits, as it was last counted.</summary>
    public void Waiting(long count, long bytes) => _waiting = new(count, bytes, []);

    /// <summary>
    /// Whether connections came or went, or messages came, went or are on their way, since this was last asked. Pings and
    /// acknowledgements are none of that.
    /// </summary>
    public bool TakeTraffic()
    {
        var had = _hadTraffic;
        _hadTraffic = false;
        return had || _frames.Bytes > 0;
    }

    public void Opened()
    {
        _hadTraffic = true;
        _connections.Add(1);
    }

    public void Closed()
    {
        _hadTraffic = true;
        _connections.Add(-1);
    }

    public void Committed(string kind, int bytes, TimeSpan duration)
    {
        _hadTraffic = true;
        _messages.Add(1, new KeyValuePair<string, object?>("kind", kind));
        _bytes.Add(bytes);
        _commits.Record(duration.TotalSeconds);
    }

    public void Delivered(ReadOnlySpan<LogEntry> entries)
    {
        if (entries.Length > 0 && !_hadTraffic)
        {
            // Not written each time: a thousand connections share this line of the processor's cache.
            _hadTraffic = true;
        }

        _deliveries.Add(entries.Length);
        if (_delays.Enabled)
        {
            var now = _time.GetUtcNow();
            foreach (var entry in entries)
            {
                // The clock may have been set back meanwhile.
                _delays.Record(Math.Max(0, (now - entry.At).TotalSeconds));
            }
        }
    }

    public void Refused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Dispose() => _meter.Dispose();
}
