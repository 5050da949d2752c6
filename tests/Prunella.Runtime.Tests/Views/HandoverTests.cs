using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Tests.Loop;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Views;

/// <summary>Whoever takes an incident over is told everything that he would ask for.</summary>
public sealed class HandoverTests
{
    private static readonly ServiceId Checkout = new("checkout");

    private static readonly PolicySet Policies = PolicySet.Empty with
    {
        Policies =
        [
            new Policy("checkout-latency", Checkout, null, ["eject-instance"], Rules, Mode.Act, "payments", "docs/runbooks/checkout.md"),
            new Policy("elsewhere", new ServiceId("catalog"), null, [], Rules, Mode.Act, "others", ""),
        ],
    };

    private static GuardrailRules Rules => new(340, 500, 0, 0, new ActionBudget(6, 3600 * Some.Second), 0);

    [Fact]
    public void Nothing_is_handed_over_while_nobody_was_told() =>
        Assert.Null(HandoverTeller.Tell(File(), Policies, SomeStory.At(9)));

    [Fact]
    public void What_was_seen_suspected_tried_considered_and_is_in_force_is_handed_over()
    {
        var handover = HandoverTeller.Tell(File(Told()), Policies, SomeStory.At(9))!;

        Assert.Equal("Incident i1 needs a person: the symptom was still there when the time for judging was over.", handover.First);
        Assert.StartsWith("since 20", Assert.Single(handover.Seen), StringComparison.Ordinal);
        Assert.Contains("checkout/checkout-2", handover.Seen[0], StringComparison.Ordinal);
        Assert.Equal("checkout/checkout-2 (slow), 91.2 % likely: its answers take 412 ms, its peers' 21 ms.", handover.Suspects[0]);
        Assert.Contains("with 95 % certainty between 12.1 % and 21.4 %. It helped. It stands because it helped", Assert.Single(handover.Tried), StringComparison.Ordinal);
        Assert.StartsWith("restart-instance on checkout/checkout-2 under checkout-latency: ", Assert.Single(handover.Considered), StringComparison.Ordinal);
        Assert.Contains("i1.r1, eject-instance on checkout/checkout-2, until ", Assert.Single(handover.InForce), StringComparison.Ordinal);
        Assert.Equal("checkout-latency: payments, runbook docs/runbooks/checkout.md.", Assert.Single(handover.Owners));
    }

    [Fact]
    public void What_harmed_a_neighbour_is_told_with_its_control_and_why_it_was_taken_back()
    {
        var hurt = new SideEffect(Subject.Parse("instance/checkout/checkout-3"), 2, 200, 40, 140);
        var result = new VerificationResult("i1.r1", VerificationVerdict.Harmful, 60, 600, 58, 300, -90, -140, 10, true)
        {
            Control = new ControlCounts(VerificationControl.OtherCallers, 50, 500, 48, 480),
            Neighbour = hurt,
            ActedUnixNanos = SomeStory.At(1.25),
        };
        var why = Reason.Of(ReasonCodes.HarmfulNearby, ("neighbour", hurt.Subject.Text), ("before", "10"), ("after", "285"));

        var tried = Assert.Single(HandoverTeller.Tell(
            File(
                new VerificationNoted("i1.r1", result, SomeStory.At(9)),
                new RemediationMoved("i1.r1", RemediationState.Holding, RemediationState.RollingBack, why, SomeStory.At(9)), Told()),
            Policies, SomeStory.At(10))!.Tried);

        Assert.Contains("against other callers that went without it (50 of 500 (10.0 %) before and 48 of 480 (10.0 %) after)", tried, StringComparison.Ordinal);
        Assert.Contains("It did harm to checkout/checkout-3, which was not treated: 2 of 200 (1.0 %) of its requests were bad before, 40 of 140 (28.6 %) since.", tried, StringComparison.Ordinal);
        Assert.Contains("It ended because it did harm to instance/checkout/checkout-3, which was not treated", tried, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_begins_with_it_while_the_incident_is_open()
    {
        var file = File(Told());
        var story = StoryTeller.Tell(file, PerceptionPicture.Empty) with { Handover = HandoverTeller.Tell(file, Policies, SomeStory.At(9)) };
        var text = StoryText.Render(story);

        Assert.True(text.IndexOf("Incident i1 needs a person", StringComparison.Ordinal) < text.IndexOf("What happened", StringComparison.Ordinal));
        Assert.Contains("  Whose it is:\n    checkout-latency: payments, runbook docs/runbooks/checkout.md.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notification_has_each_part_on_lines_of_its_own()
    {
        var details = HandoverTeller.Tell(File(Told()), Policies, SomeStory.At(9))!.Details();

        Assert.All(details.Split('\n'), line => Assert.Contains(": ", line, StringComparison.Ordinal));
        Assert.Contains("\nTried: i1.r1", details, StringComparison.Ordinal);
    }

    private static IncidentEscalated Told() => new("i1", Reason.Of(ReasonCodes.StillThere), SomeStory.At(8.5));

    private static IncidentFile File(params KernelEvent[] further)
    {
        var book = new FleetBook();
        foreach (var e in SomeStory.Opened().Concat(further)) book.Apply(e);
        return book.Find("i1")!;
    }
}
