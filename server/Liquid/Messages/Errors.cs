using Liquid.Stores;

namespace Liquid.Messages;

/// <summary>The errors of the relay, each with what mends it.</summary>
internal static class Errors
{
    private const int RetrySoonMs = 1000;
    private const int RetryLaterMs = 30_000;

    public static readonly Error HelloFirst =
        new(ErrorCode.BadMessage, "The first frame of a connection is \"hello\".");

    public static readonly Error HelloAgain =
        new(ErrorCode.BadMessage, "This connection has said \"hello\" already. Open a new one to join again.");

    public static readonly Error UnsupportedVersion =
        new(ErrorCode.UnsupportedVersion, "This relay speaks version 1. Load the client that it serves, liquid.js.");

    public static readonly Error WrongKey =
        new(ErrorCode.WrongKey, "This instance belongs to another key. Take a new instance id and a new key.");

    public static readonly Error SpaceFull = new(
        ErrorCode.Unavailable,
        "This space holds as many instances as MaxInstancesPerSpace allows. Close some, or raise it.",
        Retryable: true,
        RetryAfterMs: RetryLaterMs);

    /// <summary>For somebody who has no numbers of their own, and so can't find out.</summary>
    public static readonly Error Uncertain = new(
        ErrorCode.Unavailable,
        "The store was lost in the middle of the commit, so the message may be sent or not. Send it again if it may come twice; "
        + "with a \"source\" the newer one takes the place of the older one.",
        Retryable: true,
        RetryAfterMs: RetrySoonMs);

    public static Error BadMessage(string problem) =>
        new(ErrorCode.BadMessage, $"{problem} PROTOCOL.md shows what it should be.");

    public static Error UnknownType(string type) =>
        new(ErrorCode.UnknownType, $"The type \"{type}\" is not known in version 1 and was passed over.");

    public static Error UnknownTarget(string target, long id) => new(
        ErrorCode.UnknownTarget,
        $"No instance \"{EnvelopeReader.Shorten(target)}\" is known in this space. Ask for the list again and choose one of it.",
        id);

    public static Error BodyTooLarge(int bytes, LiquidOptions options, long id) => new(
        ErrorCode.TooLarge,
        $"The body has {bytes} bytes; the relay takes {options.MaxBodyBytes}. Send less, or raise MaxBodyBytes.",
        id);

    public static Error FrameTooLarge(LiquidOptions options) => new(
        ErrorCode.TooLarge,
        $"The frame is larger than an envelope of {options.MaxEnvelopeBytes} and a body of {options.MaxBodyBytes} bytes. "
        + "Send less, or raise MaxEnvelopeBytes or MaxBodyBytes.");

    public static Error NoRoomToReceive(string limit) => new(
        ErrorCode.Unavailable,
        $"Frames that are being received take all the memory that {limit} allows. Reconnect and send it again, or raise {limit}.",
        Retryable: true,
        RetryAfterMs: RetrySoonMs);

    public static Error TooMany(LiquidOptions options, TimeSpan wait, long? id = null) => new(
        ErrorCode.Unavailable,
        $"This connection sends more than {options.MaxSendsPerSecond} messages per second. "
        + $"Send it again later{(id is null ? "" : " under a new id")}, or raise MaxSendsPerSecond.",
        id,
        Retryable: true,
        RetryAfterMs: (int)wait.TotalMilliseconds);

    public static Error SpaceOutOfRoom(string option, long? id = null) => new(
        ErrorCode.Unavailable,
        $"As much waits in this space as {option} allows. Send it again later{(id is null ? "" : " under a new id")}, or raise it.",
        id,
        Retryable: true,
        RetryAfterMs: RetrySoonMs);

    public static Error TooManyConnections(string option) => new(
        ErrorCode.Unavailable,
        $"As many connections are open as {option} allows. Close some, or raise it.",
        Retryable: true,
        RetryAfterMs: RetryLaterMs);

    public static Error TooManySpaces(LiquidOptions options, TimeSpan wait) => new(
        ErrorCode.RateLimited,
        $"From this address more than {options.MaxNewSpacesPerHour} new devices came within an hour. "
        + "Come again later, join with a code, or raise MaxNewSpacesPerHour.",
        Retryable: true,
        RetryAfterMs: (int)wait.TotalMilliseconds);

    public static Error Stopping(int retryAfterMs) => new(
        ErrorCode.Unavailable,
        "The relay stops, and many are to come back. Come back after that time.",
        Retryable: true,
        RetryAfterMs: retryAfterMs);

    public static Error StoreUnavailable(StoreUnavailableException problem, long? id = null) =>
        new(ErrorCode.Unavailable, problem.Message, id, Retryable: true, RetryAfterMs: RetrySoonMs);
}
