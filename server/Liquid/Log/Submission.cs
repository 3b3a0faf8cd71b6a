using Liquid.Messages;

namespace Liquid.Log;

/// <summary>A message that asks to be committed.</summary>
/// <param name="From">The instance that sends it.</param>
/// <param name="Send">What it says about it.</param>
/// <param name="Frame">Its body, with room for the envelope.</param>
/// <param name="TimeToLive">How long it may wait.</param>
/// <param name="Online">How many targets are connected now; kept for the answer to a repeated send.</param>
internal sealed record Submission(string From, Send Send, MessageFrame Frame, TimeSpan TimeToLive, int Online);
