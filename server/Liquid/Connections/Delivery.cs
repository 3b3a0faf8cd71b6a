using Liquid.Log;

namespace Liquid.Connections;

/// <summary>
/// The delivering half of a connection: reads the space's log forward from where it stands, and who came and went.
/// Wakes only say that there may be something; nothing is queued for a connection.
/// </summary>
internal sealed class Delivery(
    Seat seat, FrameSender sender, Connection connection, WakeSignal wake, LiquidMeter meter)
{
    private const int BatchSize = 16;

    public async Task RunAsync()
    {
        var batch = new LogEntry[BatchSize];
        while (!connection.HasEnded)
        {
            var read = seat.Window.IsFull
                ? new ReadResult(0, seat.Delivered)
                : await seat.Space.Log.ReadAsync(seat.Instance, seat.Delivered, batch);

            // After the read and before the messages: who sent one of them has been told of first.
            await TellPresenceAsync();
            await DeliverAsync(batch.AsMemory(0, read.Count));
            if (read.Count == 0)
            {
                seat.Delivered = read.Position;
                await wake.WaitAsync();
            }
        }
    }

    private async ValueTask TellPresenceAsync()
    {
        while (seat.Told.Next is { } change && !connection.HasEnded)
        {
            seat.Told = change;
            if (change.About != seat.Instance)
            {
                await sender.SendAsync(change.Frame, isBinary: false);
            }
        }
    }

    private async ValueTask DeliverAsync(Memory<LogEntry> entries)
    {
        for (var i = 0; i < entries.Length && !connection.HasEnded && !seat.Window.IsFull; i++)
        {
            var entry = entries.Span[i];

            // Before it is written: its acknowledgement may be here before the write returns.
            seat.Delivered = entry.Number;
            seat.Window.Deliver(entry);
            await sender.SendAsync(entry.Frame, entry.IsBinary);
            meter.Delivered(entry);
        }

        // A waiting connection must not keep alive what was delivered long ago.
        entries.Span.Clear();
    }
}
