using Liquid.Log;

namespace Liquid.Connections;

/// <summary>
/// The delivering half of a connection: reads the space's log forward from where it stands, and who came and went.
/// Wakes only say that there may be something; nothing is queued for a connection, and what came since it was last looked at
/// goes out together.
/// </summary>
internal sealed class Delivery(
    Seat seat, FrameSender sender, Connection connection, WakeSignal wake, LiquidMeter meter)
{
    public async Task RunAsync()
    {
        while (!connection.HasEnded)
        {
            if (await DeliverAsync())
            {
                await wake.WaitAsync();
            }
        }
    }

    /// <summary>Delivers what goes out together; true if nothing more can be delivered until somebody wakes it.</summary>
    private async ValueTask<bool> DeliverAsync()
    {
        var batch = DeliveryBatch.Rent();
        try
        {
            var read = seat.Window.IsFull
                ? new ReadResult(0, seat.Delivered, IsEnd: true)
                : await seat.Space.Log.ReadAsync(seat.Instance, seat.Delivered, batch.Entries);

            // After the read and before the messages: who sent one of them has been told of first.
            var isAll = TellPresence(batch.Frames) && Take(batch, read.Count) == read.Count && read.IsEnd;
            if (isAll)
            {
                seat.Delivered = read.Position;
            }

            if (batch.Frames.Count > 0)
            {
                await sender.SendAsync(batch.Frames);
            }

            return isAll;
        }
        finally
        {
            batch.Return();
        }
    }

    /// <summary>False if there is more to tell than goes out together.</summary>
    private bool TellPresence(List<OutgoingFrame> frames)
    {
        while (seat.Told.Next is { } change)
        {
            if (frames.Count == DeliveryBatch.Size)
            {
                return false;
            }

            seat.Told = change;
            if (change.About != seat.Instance)
            {
                frames.Add(new OutgoingFrame(change.Frame));
            }
        }

        return true;
    }

    /// <summary>As many of the entries as the window takes.</summary>
    private int Take(DeliveryBatch batch, int count)
    {
        var entries = batch.Entries.AsSpan(0, count);
        entries = entries[..seat.Window.Take(entries)];
        foreach (var entry in entries)
        {
            // Before it is written: its acknowledgement may be here before the write returns.
            seat.Delivered = entry.Number;
            batch.Frames.Add(new OutgoingFrame(entry.Frame, entry.IsBinary));
        }

        meter.Delivered(entries);
        return entries.Length;
    }
}
