using Liquid.Bases;
using Liquid.Log;
using Liquid.Messages;
using Liquid.Stores;

namespace Liquid.Connections;

/// <summary>The receiving half of a connection: what the instance says, one frame after the other.</summary>
internal sealed class Inbox(
    Seat seat,
    FrameReceiver receiver,
    FrameSender sender,
    Connection connection,
    LiquidOptions options,
    TimeProvider time,
    LiquidMeter meter)
{
    private static readonly OutgoingFrame _pong = new(EnvelopeWriter.Write(new Pong()));

    private readonly SendRate _rate = new(options, time);
    private BaseExchange? _bases;

    /// <summary>Most instances never say anything about bases.</summary>
    private BaseExchange Bases => _bases ??= new BaseExchange(seat.Space.Bases, sender, options, _rate);

    /// <summary>Returns when the socket is closed. Once the connection has ended, what still comes is passed over.</summary>
    public async Task RunAsync()
    {
        while (await receiver.ReceiveAsync() is { Outcome: not FrameOutcome.Closed } frame)
        {
            if (connection.HasEnded)
            {
                await receiver.DiscardAsync(CancellationToken.None);
            }
            else if (frame.Outcome == FrameOutcome.TooLarge)
            {
                await RefuseAsync(Errors.FrameTooLarge(options), CloseReason.TooLarge);
            }
            else if (frame.Outcome == FrameOutcome.NoRoom)
            {
                await RefuseAsync(Errors.NoRoomToReceive(frame.Limit), CloseReason.Overloaded);
            }
            else
            {
                await HandleAsync(frame);
            }
        }
    }

    private ValueTask HandleAsync(ReceivedFrame frame) => EnvelopeReader.Read(frame.Envelope.Span, options) switch
    {
        Send send => SendAsync(send, frame),
        Ack ack => Acknowledge(ack),
        Rename rename => Rename(rename),
        Base given => Bases.TakeAsync(given, frame),
        Fetch fetch => Bases.GiveAsync(fetch),
        Ping => sender.SendAsync(_pong),
        Hello => RefuseAsync(Errors.HelloAgain, CloseReason.BadMessage),
        Malformed malformed => RefuseAsync(Errors.BadMessage(malformed.Problem), CloseReason.BadMessage),
        UnknownType unknown => sender.SendAsync(Errors.UnknownType(unknown.Type)),
        var other => throw new InvalidOperationException($"{other.GetType().Name} is read, but not handled."),
    };

    private async ValueTask SendAsync(Send send, ReceivedFrame frame)
    {
        if (frame.Body.Length > options.MaxBodyBytes)
        {
            await sender.SendAsync(Errors.BodyTooLarge(frame.Body.Length, options, send.Id));
            return;
        }

        if (!_rate.TryTake(out var wait))
        {
            await sender.SendAsync(Errors.TooMany(options, wait, send.Id));
            return;
        }

        var outgoing = new MessageFrame(frame.Body.Span, frame.IsBinary);
        if (await SendAsync(send, outgoing) is { } answer)
        {
            await sender.SendAsync(answer);
        }
    }

    /// <summary>The answer; none when the connection ends of it.</summary>
    private async ValueTask<RelayMessage?> SendAsync(Send send, MessageFrame outgoing)
    {
        var began = time.GetTimestamp();
        try
        {
            var result = await seat.Space.SendAsync(seat.Instance, seat.Generation, send, outgoing);
            if (result is AppendResult.Committed)
            {
                meter.Committed(send.Kind, outgoing.Size, time.GetElapsedTime(began));
            }

            return result switch
            {
                AppendResult.Ended ended => End(ended.Reason),
                AppendResult.Committed committed => committed.Answer,
                AppendResult.Repeated repeated => repeated.Answer,
                AppendResult.UnknownTarget => Errors.UnknownTarget(send.To, send.Id),
                AppendResult.Full full => Errors.SpaceOutOfRoom(full.Option, send.Id),
                _ => throw new InvalidOperationException($"{result.GetType().Name} has no answer."),
            };
        }
        catch (StoreUncertainException)
        {
            // Neither "sent" nor an error would be true for sure; the next welcome tells.
            return End(CloseReason.Overloaded);
        }
        catch (StoreUnavailableException problem)
        {
            return Errors.StoreUnavailable(problem, send.Id);
        }
    }

    private RelayMessage? End(CloseReason reason)
    {
        connection.End(reason);
        return null;
    }

    private ValueTask Acknowledge(Ack ack)
    {
        var cursor = Math.Min(ack.Cursor, seat.Delivered);
        seat.Space.Log.Acknowledge(seat.Instance, seat.Generation, cursor);
        if (seat.Window.Acknowledge(cursor))
        {
            connection.Wake();
        }

        return default;
    }

    private ValueTask Rename(Rename rename)
    {
        // All others are told, so it weighs no less than a message.
        if (!_rate.TryTake(out var wait))
        {
            return sender.SendAsync(Errors.TooMany(options, wait));
        }

        seat.Space.Rename(seat.Instance, rename.Name, connection);
        return default;
    }

    private async ValueTask RefuseAsync(Error error, CloseReason reason)
    {
        await sender.SendAsync(error);
        connection.End(reason);
    }
}
