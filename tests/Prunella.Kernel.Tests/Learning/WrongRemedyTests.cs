using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Tests.Learning;

/// <summary>Who calls a remedy wrong teaches its recipe: once, however many say so, and not for ever.</summary>
public sealed class WrongRemedyTests
{
    private static readonly Actor Ada = new(ActorKind.Person, "ada");
    private static readonly Actor Bob = new(ActorKind.Person, "bob");

    [Fact]
    public void It_counts_as_one_failure_however_many_say_so()
    {
        var state = Say(Say(Closed(), Ada, Wrong("i1.r1")), Bob, Wrong("i1.r1"));

        Assert.Equal((0, BetaBound.One, 1), Counted(state));
    }

    [Fact]
    public void It_is_taken_back_with_the_last_who_said_so()
    {
        var both = Say(Say(Closed(), Ada, Wrong("i1.r1")), Bob, Wrong("i1.r1"));
        var one = Say(both, Ada, new MarkWithdrawalCommanded("i1"));
        var nobody = Say(one, Bob, new MarkCommanded("i1", MarkKind.Real, null, null, "", ""));

        Assert.Equal((0, BetaBound.One, 1), Counted(one));
        Assert.Equal((0, 0, 0), Counted(nobody));
    }

    [Fact]
    public void Saying_and_withdrawing_again_and_again_adds_nothing()
    {
        var state = Closed();
        for (var i = 0; i < 5; i++) state = Say(Say(state, Ada, Wrong("i1.r1")), Ada, new MarkWithdrawalCommanded("i1"));

        Assert.Equal((0, 0, 0), Counted(state));
    }

    [Fact]
    public void It_takes_trust_away_and_withdrawing_does_not_give_it_back()
    {
        var trusted = Closed();
        var noted = new TrustEvidenceNoted(
            "checkout", Some.Checkout, "eject", FaultKind.Slow,
            Fingerprint.Of(trusted.Policies, trusted.Policies.Set.Policies[0], trusted.Policies.Recipe("eject")!, Some.Checkout), TrustEvidence.Lived, "i0.r1", Some.Now);
        trusted = Kernel.Evolve(trusted, noted, _ => PolicySet.Empty);

        var marked = Say(trusted, Ada, Wrong("i1.r1"));
        var withdrawn = Say(marked, Ada, new MarkWithdrawalCommanded("i1"));

        Assert.Equal((2, 0, 0), (trusted.Trust.Values.Single().Points, marked.Trust.Values.Single().Points, withdrawn.Trust.Values.Single().Points));
    }

    [Fact]
    public void Of_a_recipe_that_is_gone_there_is_nothing_to_learn()
    {
        var gone = Closed() with { Policies = new PolicyIndex(Some.Fleet() with { Recipes = [] }) };

        Assert.Empty(Say(gone, Ada, Wrong("i1.r1")).Records);
    }

    [Fact]
    public void Any_remedy_of_the_incident_may_be_called_wrong_and_none_of_another_one()
    {
        var two = Closed();
        var tried = two.Closed[0].Tried;
        two = two with { Closed = [two.Closed[0] with { Tried = [.. tried, tried[0] with { Remediation = "i1.r2" }] }] };
        var other = two.Busy("i2.r1", Subject.Of(Some.Instance(2)), RemediationState.Holding);

        Assert.Equal((0, BetaBound.One, 1), Counted(Say(two, Ada, Wrong("i1.r2"))));
        Assert.Empty(Say(other, Ada, Wrong("i2.r1")).Marks);
    }

    /// <summary>Who tried it is not remembered: the first policy by name that uses the recipe speaks.</summary>
    [Fact]
    public void The_first_policy_that_uses_it_is_named()
    {
        var set = Some.Fleet(policies: [Some.Policy("a") with { Remedies = [] }, Some.Policy("b"), Some.Policy("c")]);

        var decision = Kernel.Decide(Closed() with { Policies = new PolicyIndex(set) }, new Stamped(Some.Now, Ada, Wrong("i1.r1")));

        Assert.Equal("b", Assert.Single(decision.Events.OfType<Events.OutcomeLearned>()).Policy);
    }

    [Fact]
    public void Another_mark_teaches_recipes_nothing() =>
        Assert.Empty(Say(Closed(), Ada, new MarkCommanded("i1", MarkKind.FalseAlarm, null, null, "", "")).Records);

    private static MarkCommanded Wrong(string remediation) => new("i1", MarkKind.WrongRemedy, null, null, remediation, "");

    private static (long, long, long) Counted(KernelState state)
    {
        var record = Records.Find(state, Some.Recipe(), FaultKind.Slow, Some.Checkout, Some.Now);
        return (record?.Successes ?? 0, record?.Failures ?? 0, record?.Outcomes ?? 0);
    }

    /// <summary>An incident is over, in which an instance of checkout was ejected.</summary>
    private static KernelState Closed() => Some.State() with
    {
        Closed =
        [
            new ClosedIncident(
                "i1", "healed", null, FaultKind.Slow, [], [new Tried("eject", Subject.Of(Some.Instance(1)).Text, true, true, "i1.r1", FaultKind.Slow)], Some.Now),
        ],
    };

    private static KernelState Say(KernelState state, Actor who, KernelInput what) =>
        Kernel.Decide(state, new Stamped(Some.Now, who, what)).Events.Aggregate(state, (s, e) => Kernel.Evolve(s, e, _ => PolicySet.Empty));
}
