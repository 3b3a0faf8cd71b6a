namespace Liquid.Log;

/// <summary>A committed message.</summary>
/// <param name="Number">Its place in the log, from 1 on.</param>
/// <param name="From">The instance that sent it.</param>
/// <param name="Expires">When its time to live is over.</param>
/// <param name="Frame">What goes out to every target, byte for byte.</param>
/// <param name="IsBinary">Whether it came, and so goes, as a binary frame.</param>
/// <param name="Size">The memory that it takes, in bytes.</param>
internal sealed record LogEntry(
    long Number, string From, DateTimeOffset Expires, ReadOnlyMemory<byte> Frame, bool IsBinary, int Size);
