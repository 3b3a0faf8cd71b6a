namespace Liquid.Tests.Faults;

internal enum Outcome
{
    /// <summary>The sender never heard what became of it, or it was lost with what is newer than a copy.</summary>
    Unknown,

    /// <summary>The relay said <c>sent</c>, or counted it as accepted in a welcome.</summary>
    Sent,

    /// <summary>The relay said that it did not take it.</summary>
    Refused,
}

/// <summary>A message that an instance tried to send.</summary>
internal sealed record Attempt(string From, long Id, string To, string Kind)
{
    public Outcome Outcome { get; set; }

    public string Body => $"{From} {Id} {To} {Kind}";
}

/// <summary>A message that an instance applied.</summary>
/// <param name="Number">Its place in the log.</param>
/// <param name="From">Who sent it.</param>
/// <param name="Id">Its sender's number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Body">What it says.</param>
/// <param name="Life">How often a copy had taken the log's place before, as the instance was told.</param>
internal sealed record Applied(long Number, string From, long Id, string Kind, string Body, int Life = 0);

/// <summary>What one instance did and heard, in order.</summary>
internal sealed record History(string Instance)
{
    public List<Attempt> Attempts { get; } = [];

    public List<Applied> Applied { get; } = [];
}
