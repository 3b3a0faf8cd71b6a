using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Liquid.Tests;

public sealed class LiquidMeterTests
{
    [Fact]
    public async Task Connections_messages_deliveries_and_refusals_are_counted()
    {
        IMeterFactory? meters = null;
        await using var relay = await TestRelay.StartAsync(map: (app, _) => meters = app.Services.GetRequiredService<IMeterFactory>());
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "Liquid" && instrument.Meter.Scope == meters)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        listener.Start();

        using var a = await relay.JoinAsync();
        using var b = await relay.JoinAsync();
        await a.MigrateAsync(1, b.Id);
        await b.HearAsync("message");
        await b.HearRestAsync();
        await a.SendAsync(2, "nobody");
        await a.HearAsync("error");

        Assert.Equal((2, 1, 1), (sums["liquid.connections"], sums["liquid.messages"], sums["liquid.refusals"]));
        Assert.True(sums["liquid.commit.duration"] > 0);

        void Add(Instrument instrument, double value) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
    }
}
