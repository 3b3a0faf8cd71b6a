using Liquid.Messages;

namespace Liquid.Log;

/// <summary>Where a reader stands.</summary>
/// <param name="Cursor">Everything up to this number is applied.</param>
/// <param name="Accepted">The highest id committed from this instance, 0 for none.</param>
/// <param name="Generation">Numbers its connections: the newest has the greatest.</param>
/// <param name="Lacks">The base that a waiting message of this instance names and the store does not have.</param>
internal readonly record struct ReaderPlace(long Cursor, long Accepted, long Generation, string? Lacks = null);

/// <summary>What was read.</summary>
/// <param name="Count">How many entries were filled in.</param>
/// <param name="Position">Everything up to this number has been looked at.</param>
/// <param name="IsEnd">Nothing more was there.</param>
internal readonly record struct ReadResult(int Count, long Position, bool IsEnd);

/// <summary>A new entry of the log, and the older one that it supersedes (0 for none).</summary>
internal readonly record struct Commit(LogEntry Entry, long Superseded);

/// <summary>What became of a submission.</summary>
internal abstract record AppendResult
{
    /// <summary>It is committed.</summary>
    internal sealed record Committed(Sent Answer) : AppendResult;

    /// <summary>Its id was committed before. The numbers are absent when they are no longer known.</summary>
    internal sealed record Repeated(Sent Answer) : AppendResult;

    internal sealed record UnknownTarget : AppendResult;

    /// <summary>As much waits as the named option allows.</summary>
    internal sealed record Full(string Option) : AppendResult;

    /// <summary>The connection that asked does not speak for its instance any more.</summary>
    internal sealed record Ended(CloseReason Reason) : AppendResult;
}
