namespace Liquid.Tests.Faults;

internal enum Outcome
{
    /// <summary>The sender never heard what became of it.</summary>
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
internal sealed record Applied(long Number, string From, long Id, string Kind, string Body);

/// <summary>What one instance did and heard, in order.</summary>
internal sealed record History(string Instance)
{
    public List<Attempt> Attempts { get; } = [];

    public List<Applied> Applied { get; } = [];
}
