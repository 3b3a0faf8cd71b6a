namespace Liquid.Tests.Faults;

/// <summary>What became of messages, each counted once for every target that it had.</summary>
/// <param name="Sent">Those of which the relay said that it has them.</param>
/// <param name="Applied">Those of them that were applied.</param>
/// <param name="Superseded">Those of them in whose place a newer one was.</param>
/// <param name="Refused">Messages that were refused.</param>
/// <param name="Unknown">Messages of which the sender never heard.</param>
internal sealed record Tally(int Sent, int Applied, int Superseded, int Refused, int Unknown)
{
    public static Tally Of(IReadOnlyCollection<History> histories)
    {
        var attempts = histories.SelectMany(history => history.Attempts).ToList();
        var (sent, applied) = (0, 0);
        foreach (var target in histories)
        {
            var has = target.Applied.Select(one => (one.From, one.Id)).ToHashSet();
            var those = attempts.Where(one => one.Outcome == Outcome.Sent && Checker.IsFor(one, target.Instance)).ToList();
            sent += those.Count;
            applied += those.Count(one => has.Contains((one.From, one.Id)));
        }

        return new(
            sent,
            applied,
            sent - applied,
            attempts.Count(attempt => attempt.Outcome == Outcome.Refused),
            attempts.Count(attempt => attempt.Outcome == Outcome.Unknown));
    }
}
