using Liquid.Messages;

namespace Liquid.Log;

/// <summary>A message that asks to be committed.</summary>
/// <param name="From">The instance that sends it, or somebody who is none.</param>
/// <param name="Send">What it says about it.</param>
/// <param name="Frame">Its body, with room for the envelope.</param>
/// <param name="TimeToLive">How long it may wait.</param>
/// <param name="Online">How many targets are connected now; kept for the answer to a repeated send.</param>
/// <param name="Generation">Which of the instance's connections sends it; 0 for somebody who is none.</param>
internal sealed record Submission(
    string From, Send Send, MessageFrame Frame, TimeSpan TimeToLive, int Online, long Generation = 0)
{
    /// <summary>
    /// A migration is the whole state of its source, so a newer one to the same target makes an older one that still waits
    /// worthless. A receipt is the only one of its kind.
    /// </summary>
    public bool Supersedes => Send.Kind == EnvelopeRules.Migration;

    /// <summary>Who sends over HTTP has no numbers of its own: its message takes the log's.</summary>
    public bool IsNumbered => Send.Id > 0;

    /// <summary>What the message becomes when it gets its number.</summary>
    public LogEntry Commit(long number, DateTimeOffset now)
    {
        var id = IsNumbered ? Send.Id : number;
        var frame = Frame.Complete(new Message(number, From, id, Send.Kind, WireTime.Of(now), Send.Re));
        return new LogEntry(number, From, Send.To, now, now + TimeToLive, frame, Frame.IsBinary);
    }
}
