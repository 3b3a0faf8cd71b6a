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
    private const int BatchSize = 16;

    private readonly LogEntry[] _entries = new LogEntry[BatchSize];
    private readonly List<OutgoingFrame> _frames = [];

    public async Task RunAsync()
    {
        while (!connection.HasEnded)
        {
            var read = seat.Window.IsFull
                ? new ReadResult(0, seat.Delivered)
                : await seat.Space.Log.ReadAsync(seat.Instance, seat.Delivered, _entries);

            // After the read and before the messages: who sent one of them has been told of first.
            var isAllTold = TellPresence();
            if (isAllTold)
            {
                Deliver(_entries.AsSpan(0, read.Count));
            }

            await SendAsync();
            if (isAllTold && read.Count == 0)
            {
                seat.Delivered = read.Position;
                await wake.WaitAsync();
            }
        }
    }

    /// <summary>False if there is more to tell than goes out together.</summary>
    private bool TellPresence()
    {
        while (seat.Told.Next is { } change)
        {
            if (_frames.Count == BatchSize)
            {
                return false;
            }

            seat.Told = change;
            if (change.About != seat.Instance)
            {
                _frames.Add(new OutgoingFrame(change.Frame));
            }
        }

        return true;
    }

    private void Deliver(Span<LogEntry> entries)
    {
        entries = entries[..seat.Window.Take(entries)];
        foreach (var entry in entries)
        {
            // Before it is written: its acknowledgement may be here before the write returns.
            seat.Delivered = entry.Number;
            meter.Delivered(entry);
            _frames.Add(new OutgoingFrame(entry.Frame, entry.IsBinary));
        }
    }

    private async ValueTask SendAsync()
    {
        // A connection that waits must not keep alive what was delivered long ago.
        Array.Clear(_entries);
        if (_frames.Count > 0)
        {
            await sender.SendAsync(_frames);
            _frames.Clear();
        }
    }
}
