using Liquid.Messages;

namespace Liquid.Log;

/// <summary>A committed message.</summary>
/// <param name="Number">Its place in the log, from 1 on.</param>
/// <param name="From">The instance that sent it.</param>
/// <param name="To">The instance it is for, or <c>*</c> for all others.</param>
/// <param name="At">When it was committed.</param>
/// <param name="Expires">When its time to live is over.</param>
/// <param name="Frame">What goes out to every target, byte for byte.</param>
/// <param name="IsBinary">Whether it came, and so goes, as a binary frame.</param>
internal sealed record LogEntry(
    long Number,
    string From,
    string To,
    DateTimeOffset At,
    DateTimeOffset Expires,
    ReadOnlyMemory<byte> Frame,
    bool IsBinary)
{
    public bool IsFor(string reader) => To == EnvelopeRules.Everyone ? From != reader : To == reader;
}
