namespace Liquid.Stores;

/// <summary>What waits in a space.</summary>
/// <param name="Count">How many messages; what was applied in this moment may still count.</param>
/// <param name="Bytes">How large they are together.</param>
/// <param name="Oldest">The oldest of them, in order of their numbers.</param>
internal sealed record WaitingMessages(long Count, long Bytes, IReadOnlyList<WaitingMessage> Oldest)
{
    public static WaitingMessages None { get; } = new(0, 0, []);
}

/// <summary>A message that somebody has yet to apply.</summary>
/// <param name="Number">Its place in the log.</param>
/// <param name="From">The instance that sent it.</param>
/// <param name="To">The instance it is for, or <c>*</c> for all others.</param>
/// <param name="Kind"><c>migration</c> or <c>receipt</c>.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Expires">When its time to live is over.</param>
/// <param name="Size">Its bytes, the envelope included.</param>
/// <param name="Targets">How many instances have yet to apply it.</param>
internal sealed record WaitingMessage(
    long Number, string From, string To, string Kind, DateTimeOffset At, DateTimeOffset Expires, int Size, int Targets);
