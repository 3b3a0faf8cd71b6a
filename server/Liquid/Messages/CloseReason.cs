using System.Net.WebSockets;

namespace Liquid.Messages;

/// <summary>Why the relay closes a connection.</summary>
/// <param name="Code">The close code; below 4100 clients reconnect by themselves.</param>
/// <param name="Text">For the person who looks at the console: at most 123 bytes.</param>
internal sealed record CloseReason(WebSocketCloseStatus Code, string Text)
{
    public static readonly CloseReason Answered = new(WebSocketCloseStatus.NormalClosure, "");
    public static readonly CloseReason Stopping = new(WebSocketCloseStatus.EndpointUnavailable, "The relay stops. Reconnect.");
    public static readonly CloseReason Failed = new(WebSocketCloseStatus.InternalServerError, "The relay failed. Reconnect.");
    public static readonly CloseReason Overloaded = Custom(1013, "The relay cannot take this now. Reconnect later.");
    public static readonly CloseReason Behind = Custom(1013, "This connection does not read. Reconnect.");
    public static readonly CloseReason LostLease = Custom(1012, "This relay was out of touch with the others. Reconnect.");
    public static readonly CloseReason SpaceClosed = Custom(1012, "Nobody is in this space any more. Reconnect.");
    public static readonly CloseReason Silent = Custom(4000, "Nothing was heard for as long as IdleTimeout. Reconnect.");
    public static readonly CloseReason SlowFrame = Custom(4000, "A frame was not whole within FrameTimeout. Reconnect.");
    public static readonly CloseReason HelloTimeout = Custom(4001, "No hello within HelloTimeout. Reconnect.");
    public static readonly CloseReason Ticket = Custom(4002, "This browser has another ticket now. Reconnect with it.");
    public static readonly CloseReason BadMessage = Custom(4100, "No valid envelope, or no hello at first: mend the client.");
    public static readonly CloseReason UnsupportedVersion = Custom(4101, "No common version: load the relay's own client.");
    public static readonly CloseReason Replaced = Custom(4102, "A newer connection speaks for this instance.");
    public static readonly CloseReason TooLarge = Custom(4103, "A frame beyond every limit: send less, or raise MaxBodyBytes.");
    public static readonly CloseReason Removed = Custom(4105, "This instance was removed: load the page again to come back.");
    public static readonly CloseReason DeviceRemoved =
        Custom(4106, "This device was taken out of the space: load the page again to begin a new one.");
    public static readonly CloseReason WrongKey = Custom(4104, "The instance belongs to another key: take a new id.");

    private static CloseReason Custom(int code, string text) => new((WebSocketCloseStatus)code, text);
}
