namespace Liquid.Tests.Faults;

public sealed class CheckerTests
{
    [Fact]
    public void A_history_without_fault_has_no_violation()
    {
        var (a, b) = (new History("a"), new History("b"));
        Apply(b, 1, Send(a, 1, "b"));
        Send(a, 2, "*", "migration");
        Apply(b, 5, Send(a, 3, "*", "migration"));
        Send(a, 4, "b", outcome: Outcome.Unknown);
        Send(a, 5, "b", outcome: Outcome.Refused);

        Assert.Empty(Checker.Violations([a, b]));
    }

    [Fact]
    public void A_lost_message_is_found()
    {
        var (a, b) = (new History("a"), new History("b"));
        Send(a, 1, "b");
        Send(a, 2, "b", "migration");
        Apply(b, 3, Send(a, 3, "*", "migration"));

        Assert.Equal(2, Checker.Violations([a, b]).Count(violation => violation.Contains("never applied")));
    }

    [Fact]
    public void What_comes_twice_out_of_order_or_to_the_wrong_one_is_found()
    {
        var (a, b, c) = (new History("a"), new History("b"), new History("c"));
        var (first, second) = (Send(a, 1, "b"), Send(a, 2, "b"));
        Apply(b, 2, second);
        Apply(b, 1, first);
        Apply(b, 3, first);
        Apply(c, 1, first);

        var violations = Checker.Violations([a, b, c]).ToList();

        Assert.Contains("b applied number 1 after 2", violations);
        Assert.Contains("b applied id 1 of a after 2", violations);
        Assert.Contains("b applied id 1 of a after 1", violations);
        Assert.Contains(violations, violation => violation.Contains("which is for b"));
    }

    [Fact]
    public void After_a_copy_took_the_logs_place_numbers_and_ids_begin_anew_and_nothing_else_may_be_wrong()
    {
        var (a, b) = (new History("a"), new History("b"));
        var (first, second) = (Send(a, 1, "b"), Send(a, 2, "b"));
        Apply(b, 1, first);
        Apply(b, 2, second);
        Apply(b, 2, second, life: 1);
        Assert.Empty(Checker.Violations([a, b]));

        Apply(b, 1, first, life: 1);
        Send(a, 3, "b");
        Assert.Equal(3, Checker.Violations([a, b]).Count());
    }

    [Fact]
    public void What_nobody_sent_what_was_refused_and_what_was_changed_is_found()
    {
        var (a, b) = (new History("a"), new History("b"));
        b.Applied.Add(new Applied(1, "a", 9, "receipt", ""));
        Apply(b, 2, Send(a, 10, "b", outcome: Outcome.Refused));
        b.Applied.Add(new Applied(3, "a", Send(a, 11, "b").Id, "receipt", "otherwise"));

        var violations = Checker.Violations([a, b]).ToList();

        Assert.Contains(violations, violation => violation.Contains("nobody sent"));
        Assert.Contains(violations, violation => violation.Contains("was refused"));
        Assert.Contains(violations, violation => violation.Contains("was sent as"));
    }

    private static Attempt Send(History from, long id, string to, string kind = "receipt", Outcome outcome = Outcome.Sent)
    {
        var attempt = new Attempt(from.Instance, id, to, kind) { Outcome = outcome };
        from.Attempts.Add(attempt);
        return attempt;
    }

    private static void Apply(History target, long number, Attempt attempt, int life = 0) =>
        target.Applied.Add(new Applied(number, attempt.From, attempt.Id, attempt.Kind, attempt.Body, life));
}
