using System.Diagnostics.Metrics;

namespace Liquid.Dashboard;

/// <summary>Listens to what the relay measures, and sums it up for each second.</summary>
internal sealed class Vitals : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Durations _commits = new();
    private readonly Durations _delays = new();
    private long _connections;
    private long _messages;
    private long _bytes;
    private long _deliveries;
    private long _refusals;

    public Vitals(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Liquid" && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Count(instrument.Name, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Count(instrument.Name, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.Start();
    }

    /// <summary>What happened since the last call.</summary>
    public Sample Take(DateTimeOffset now) => new(
        now,
        Interlocked.Read(ref _connections),
        Interlocked.Exchange(ref _messages, 0),
        Interlocked.Exchange(ref _bytes, 0),
        Interlocked.Exchange(ref _deliveries, 0),
        Interlocked.Exchange(ref _refusals, 0),
        _commits.Take(),
        _delays.Take());

    public void Dispose() => _listener.Dispose();

    private void Count(string instrument, long value)
    {
        switch (instrument)
        {
            case "liquid.connections":
                Interlocked.Add(ref _connections, value);
                break;
            case "liquid.messages":
                Interlocked.Add(ref _messages, value);
                break;
            case "liquid.message.size":
                Interlocked.Add(ref _bytes, value);
                break;
            case "liquid.deliveries":
                Interlocked.Add(ref _deliveries, value);
                break;
            case "liquid.refusals":
                Interlocked.Add(ref _refusals, value);
                break;
        }
    }

    private void Add(string instrument, double seconds)
    {
        if (instrument == "liquid.commit.duration")
        {
            _commits.Add(seconds);
        }
        else if (instrument == "liquid.delivery.delay")
        {
            _delays.Add(seconds);
        }
    }
}

/// <summary>One second of the relay.</summary>
/// <param name="At">Its end.</param>
/// <param name="Connections">How many were open then.</param>
/// <param name="Messages">How many were committed.</param>
/// <param name="Bytes">How large those were.</param>
/// <param name="Deliveries">How many were written to connections.</param>
/// <param name="Refusals">How many errors were told.</param>
/// <param name="Commit">From a message's arrival to its commit.</param>
/// <param name="Delay">From a message's commit to its delivery.</param>
internal sealed record Sample(
    DateTimeOffset At,
    long Connections,
    long Messages,
    long Bytes,
    long Deliveries,
    long Refusals,
    Percentiles? Commit,
    Percentiles? Delay);
