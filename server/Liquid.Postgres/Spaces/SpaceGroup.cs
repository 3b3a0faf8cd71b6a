namespace Liquid.Postgres.Spaces;

/// <summary>What goes into one commit of a space: what came while the one before it was on its way.</summary>
/// <param name="Works">In the order in which they came; those that forget stand at the start.</param>
/// <param name="Soon">What nobody waits for.</param>
internal sealed record SpaceGroup(IReadOnlyList<SpaceWork> Works, SoonWrites Soon)
{
    public IReadOnlyList<ForgetWork> Forgets { get; } = [.. Works.OfType<ForgetWork>()];

    public IReadOnlyList<AppendWork> Appends { get; } = [.. Works.OfType<AppendWork>()];

    /// <summary>The instances whose rows the works need.</summary>
    public IEnumerable<string> Names() => Works.SelectMany<SpaceWork, string>(work => work switch
    {
        AppendWork append => [append.Submission.From, append.Submission.Send.To],
        JoinWork join => [join.Instance.Id],
        _ => [],
    });
}
