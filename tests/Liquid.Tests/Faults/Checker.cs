namespace Liquid.Tests.Faults;

/// <summary>
/// Judges recorded histories, knowing nothing of how the relay works: whatever was <c>sent</c> is applied once by each of its
/// targets, unless a newer migration of its source to the same target was; each target applies in order; nothing else comes.
/// All instances were there before the first message, and have heard everything when the histories end. When a copy took the
/// log's place, what was applied since the copy was made may come once more.
/// </summary>
internal static class Checker
{
    public static IEnumerable<string> Violations(IReadOnlyCollection<History> histories)
    {
        var attempts = histories.SelectMany(history => history.Attempts).ToDictionary(attempt => (attempt.From, attempt.Id));
        return histories.SelectMany(target =>
            Strangers(target, attempts).Concat(Disorder(target)).Concat(Missing(target, attempts)));
    }

    public static bool IsFor(Attempt attempt, string instance) =>
        attempt.To == "*" ? attempt.From != instance : attempt.To == instance;

    /// <summary>What came that nobody sent, that was refused, or that is another's.</summary>
    private static IEnumerable<string> Strangers(History target, Dictionary<(string, long), Attempt> attempts)
    {
        foreach (var applied in target.Applied)
        {
            if (!attempts.TryGetValue((applied.From, applied.Id), out var attempt))
            {
                yield return $"{target.Instance} applied {applied}, which nobody sent";
            }
            else if (!IsFor(attempt, target.Instance))
            {
                yield return $"{target.Instance} applied {applied}, which is for {attempt.To}";
            }
            else if (attempt.Outcome == Outcome.Refused)
            {
                yield return $"{target.Instance} applied {applied}, which was refused";
            }
            else if ((attempt.Kind, attempt.Body) != (applied.Kind, applied.Body))
            {
                yield return $"{target.Instance} applied {applied}, which was sent as {attempt.Body}";
            }
        }
    }

    /// <summary>What came twice, or out of order.</summary>
    private static IEnumerable<string> Disorder(History target)
    {
        var (life, lastNumber) = (0, 0L);
        var lastIds = new Dictionary<string, long>();
        foreach (var applied in target.Applied)
        {
            if (applied.Life != life)
            {
                (life, lastNumber) = (applied.Life, 0);
                lastIds.Clear();
            }

            if (applied.Number <= lastNumber)
            {
                yield return $"{target.Instance} applied number {applied.Number} after {lastNumber}";
            }

            if (applied.Id <= lastIds.GetValueOrDefault(applied.From))
            {
                yield return $"{target.Instance} applied id {applied.Id} of {applied.From} after {lastIds[applied.From]}";
            }

            (lastNumber, lastIds[applied.From]) = (applied.Number, applied.Id);
        }
    }

    /// <summary>What was sent, and neither it nor a newer one that makes it worthless was applied.</summary>
    private static IEnumerable<string> Missing(History target, Dictionary<(string, long), Attempt> attempts)
    {
        var applied = target.Applied.Select(applied => (applied.From, applied.Id)).ToHashSet();
        var newest = new Dictionary<(string From, string To), long>();
        foreach (var migration in applied.Select(attempts.GetValueOrDefault).OfType<Attempt>().Where(IsMigration))
        {
            var pair = (migration.From, migration.To);
            newest[pair] = Math.Max(migration.Id, newest.GetValueOrDefault(pair));
        }

        return from sent in attempts.Values
               where sent.Outcome == Outcome.Sent && IsFor(sent, target.Instance)
               where !applied.Contains((sent.From, sent.Id))
               where !IsMigration(sent) || newest.GetValueOrDefault((sent.From, sent.To)) < sent.Id
               select $"{target.Instance} never applied {sent}";
    }

    private static bool IsMigration(Attempt attempt) => attempt.Kind == "migration";
}
