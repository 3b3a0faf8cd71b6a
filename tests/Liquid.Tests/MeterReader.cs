using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Tests;

/// <summary>Reads what one relay measures.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _measured = new();
    private readonly MeterListener _listener = new();

    private MeterReader(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "Liquid" && instrument.Meter.Scope == meters)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Measure(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Measure(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Measure(instrument, value));
        _listener.Start();
    }

    public static MeterReader Of(IServiceProvider services) => new(services.GetRequiredService<IMeterFactory>());

    /// <summary>All that was measured; of what is observed, what it is now.</summary>
    public double Sum(string instrument)
    {
        _listener.RecordObservableInstruments();
        return All(instrument).Sum();
    }

    public IReadOnlyCollection<double> All(string instrument) => _measured.GetValueOrDefault(instrument) ?? [];

    /// <summary>Reads again until it is as it should be.</summary>
    public Task ReadUntilAsync(string instrument, double expected, Func<Task>? meanwhile = null) =>
        ReadUntilAsync(instrument, sum => sum == expected, meanwhile);

    /// <summary>Reads again until it is as it should be.</summary>
    public async Task ReadUntilAsync(string instrument, Func<double, bool> isRight, Func<Task>? meanwhile = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (Sum(instrument) is var sum && !isRight(sum))
        {
            Assert.False(limit.IsCancellationRequested, $"{instrument} stays {sum}.");
            await (meanwhile?.Invoke() ?? Task.Run(() => { }, limit.Token));
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Measure(Instrument instrument, double value)
    {
        if (instrument.IsObservable)
        {
            _measured[instrument.Name] = new([value]);
        }
        else
        {
            _measured.GetOrAdd(instrument.Name, _ => new()).Enqueue(value);
        }
    }
}
