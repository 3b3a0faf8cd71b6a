using Liquid.Devices;
using Liquid.Messages;
using Liquid.Spaces;
using Liquid.Stores;

namespace Liquid.Connections;

/// <summary>From the first frame to a seat in the space. Every refusal says why and ends the connection.</summary>
internal sealed class Handshake(SpaceRegistry spaces, string spaceName, Visit? visit, LiquidOptions options)
{
    private const int Version = 1;

    public async ValueTask<Hello?> ReadHelloAsync(ReceivedFrame frame, Connection connection, FrameSender sender)
    {
        switch (frame.Outcome)
        {
            case FrameOutcome.Closed:
                connection.End(CloseReason.Answered);
                return null;
            case FrameOutcome.TooLarge:
                await RefuseAsync(Errors.FrameTooLarge(options), CloseReason.TooLarge, connection, sender);
                return null;
            case FrameOutcome.NoRoom:
                await RefuseAsync(Errors.NoRoomToReceive(frame.Limit), CloseReason.Overloaded, connection, sender);
                return null;
        }

        switch (EnvelopeReader.Read(frame.Envelope.Span, options))
        {
            case Hello hello when hello.Versions.Contains(Version):
                return hello;
            case Hello:
                await RefuseAsync(Errors.UnsupportedVersion, CloseReason.UnsupportedVersion, connection, sender);
                return null;
            case Malformed malformed:
                await RefuseAsync(Errors.BadMessage(malformed.Problem), CloseReason.BadMessage, connection, sender);
                return null;
            default:
                await RefuseAsync(Errors.HelloFirst, CloseReason.BadMessage, connection, sender);
                return null;
        }
    }

    public async ValueTask<(Seat Seat, Welcome Welcome)?> JoinAsync(Hello hello, Connection connection, FrameSender sender)
    {
        try
        {
            return await TakeSeatAsync(hello, connection, sender);
        }
        catch (StoreUnavailableException problem)
        {
            await RefuseAsync(Errors.StoreUnavailable(problem), CloseReason.Overloaded, connection, sender);
            return null;
        }
    }

    private async ValueTask<(Seat Seat, Welcome Welcome)?> TakeSeatAsync(Hello hello, Connection connection, FrameSender sender)
    {
        while (true)
        {
            var space = await spaces.OpenAsync(spaceName);
            switch (await space.JoinAsync(hello, connection))
            {
                case JoinResult.Joined joined:
                    visit?.Welcome(hello.Name);
                    var (place, presence) = (joined.Place, joined.Presence);
                    return (
                        new Seat(space, hello.Instance, place.Generation, place.Cursor, presence, new Window(options)),
                        Welcome(hello, space, joined));
                case JoinResult.Replaced:
                    connection.End(CloseReason.Replaced);
                    return null;
                case JoinResult.WrongKey:
                    await RefuseAsync(Errors.WrongKey, CloseReason.WrongKey, connection, sender);
                    return null;
                case JoinResult.Full:
                    await RefuseAsync(Errors.SpaceFull, CloseReason.Overloaded, connection, sender);
                    return null;
                case JoinResult.Closed:
                    // Given up for having no instances in the moment between; the next one of its name is new.
                    break;
            }
        }
    }

    private Welcome Welcome(Hello hello, Space space, JoinResult.Joined joined) => new(
        Version,
        space.Log.Epoch,
        joined.Place.Cursor,
        space.Log.Place(hello.Epoch, hello.Cursor ?? 0).IsOfThisLog,
        joined.Place.Accepted,
        hello.Instance,
        joined.Instances,
        new Limits(options.MaxBodyBytes, options.LargestBase, (int)options.IdleTimeout.TotalSeconds, options.MaxNameLength),
        joined.Place.Lacks);

    private static async ValueTask RefuseAsync(
        Error error, CloseReason reason, Connection connection, FrameSender sender)
    {
        await sender.SendAsync(error);
        connection.End(reason);
    }
}
