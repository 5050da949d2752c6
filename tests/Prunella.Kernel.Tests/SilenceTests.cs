using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Silences;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>What somebody has in hand is left to him, that and nothing else, and for as long as was said.</summary>
public sealed class SilenceTests
{
    [Fact]
    public void An_instance_is_itself_and_a_service_is_all_that_belongs_to_it()
    {
        var one = Subject.Of(Some.Instance(1));

        Assert.True(Of(one).Covers(one));
        Assert.False(Of(one).Covers(Subject.Of(Some.Instance(2))));
        Assert.False(Of(one).Covers(Subject.Of(Some.Checkout)));
        Assert.True(Of(Subject.Of(Some.Checkout)).Covers(one));
        Assert.False(Of(Subject.Of(Some.Checkout)).Covers(Subject.Of(Some.Instance(1, Some.Payments))));
    }

    [Fact]
    public void Nobody_is_told_only_when_all_that_shows_is_in_somebodys_hand()
    {
        var (one, two) = (Some.Verdict(Subject.Of(Some.Instance(1)), Health.Unhealthy), Some.Verdict(Subject.Of(Some.Instance(2)), Health.Unhealthy));
        var incident = Some.Incident() with { Symptoms = Ordered.Map<Verdict>().Add("1", one).Add("2", two) };

        Assert.False(Silencing.IsInHand(With(Of(one.Subject)), incident));
        Assert.True(Silencing.IsInHand(With(Of(one.Subject), Of(two.Subject)), incident));
        Assert.False(Silencing.IsInHand(With(Of(one.Subject)), Some.Incident()));
    }

    [Fact]
    public void A_restart_forgets_no_end()
    {
        var state = With(Of(Subject.Of(Some.Checkout)));
        IEnumerable<WakeAt> Woken(KernelInput input) =>
            Kernel.Decide(state, new Stamped(Some.Now, Actor.System("loop"), input)).Effects.OfType<WakeAt>().Where(w => w.Key.StartsWith("silence/", StringComparison.Ordinal));

        Assert.Equal(Some.Now + 5, Assert.Single(Woken(new LoopStarted("3f9a01c2", 2))).At);
        Assert.Empty(Woken(new WokeUp("test")));
    }

    /// <summary>What was answered already cannot be left to anybody any more.</summary>
    [Fact]
    public void Somebody_elses_change_is_left_alone_for_ten_minutes_while_the_order_is_open()
    {
        var begun = Kernel.Decide(Some.Troubled(Some.FleetWith([Some.Policy()], Some.Recipe())), At(0, new WokeUp("test"))).Next!;
        var id = begun.Remediations["i1.r1"].Orders[0].Order.Id;

        var left = Kernel.Decide(begun, At(1, new TargetChanged(id, "ada restarted it")));
        Assert.Equal(Some.Now + 601 * Some.Second, Assert.Single(left.Next!.Silences.Values).Until);
        Assert.Contains("left alone for 10 min", Assert.Single(left.Effects.OfType<TellPerson>()).Text, StringComparison.Ordinal);

        var answered = Kernel.Decide(begun, At(1, new OrderAnswered(new OrderOutcome(id, OutcomeKind.Succeeded, "")))).Next!;
        var late = Kernel.Decide(answered, At(2, new TargetChanged(id, "ada restarted it")));
        Assert.Contains(late.Reasons, r => r.Code == ReasonCodes.AnswerIgnored);
        Assert.Empty(late.Next!.Silences);
    }

    private static Silence Of(Subject subject) => new(subject, "ada", "", false, Some.Now + 5, Some.Now);

    private static KernelState With(params Silence[] silences) =>
        silences.Aggregate(Some.State(), (s, x) => s with { Silences = s.Silences.Add(x.Subject.ToString(), x) });

    private static Stamped At(int seconds, KernelInput input) => new(Some.Now + seconds * Some.Second, Actor.System("test"), input);
}
