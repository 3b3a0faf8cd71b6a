namespace Liquid.Log;

/// <summary>
/// The log of one space: messages in order of their numbers, and one cursor into it for each reader. Delivery is reading
/// forward from a cursor, live and after an absence alike.
/// </summary>
internal interface ISpaceLog
{
    /// <summary>Names this life of the log; numbers of another epoch mean nothing here.</summary>
    string Epoch { get; }

    /// <summary>Opens a reader's place. A new one starts at the head: it hears nothing of what was before.</summary>
    ValueTask<ReaderPlace> OpenAsync(string reader);

    /// <summary>Commits a message, unless its target is unknown, it was committed before, or there is no room.</summary>
    ValueTask<AppendResult> AppendAsync(Submission submission);

    /// <summary>Reads what is for a reader and above a number, in order, as much as fits.</summary>
    /// <param name="reader">Who reads; messages of its own broadcasts are passed over.</param>
    /// <param name="after">The number behind which to start.</param>
    /// <param name="entries">Filled from its start.</param>
    ValueTask<ReadResult> ReadAsync(string reader, long after, Memory<LogEntry> entries);

    /// <summary>Moves a reader's cursor forward: everything up to that number is applied. Never moves it back.</summary>
    ValueTask AcknowledgeAsync(string reader, long cursor);

    /// <summary>Removes a reader and what waited for it alone.</summary>
    ValueTask ForgetAsync(string reader);

    /// <summary>Drops what has outlived its time to live.</summary>
    ValueTask ExpireAsync();
}
