namespace Liquid.Connections;

internal enum FrameOutcome
{
    /// <summary>The socket is closed, by either side or by a cut.</summary>
    Closed,

    /// <summary>The frame exceeds every limit; its rest was not read.</summary>
    TooLarge,

    /// <summary>Frames that are being received take all the memory that they may; its rest was not read.</summary>
    NoRoom,

    /// <summary>A whole frame.</summary>
    Frame,
}

/// <summary>What came of waiting for a frame.</summary>
/// <param name="Outcome">Whether there is a frame.</param>
/// <param name="Envelope">Everything before the first line feed.</param>
/// <param name="Body">Everything behind it.</param>
/// <param name="IsBinary">Whether it came as a binary frame.</param>
/// <param name="Limit">The option that allows no more, if there is no room.</param>
internal readonly record struct ReceivedFrame(
    FrameOutcome Outcome,
    ReadOnlyMemory<byte> Envelope = default,
    ReadOnlyMemory<byte> Body = default,
    bool IsBinary = false,
    string Limit = "")
{
    public static ReceivedFrame Closed => new(FrameOutcome.Closed);

    public static ReceivedFrame TooLarge => new(FrameOutcome.TooLarge);

    public static ReceivedFrame NoRoom(string limit) => new(FrameOutcome.NoRoom, Limit: limit);
}
