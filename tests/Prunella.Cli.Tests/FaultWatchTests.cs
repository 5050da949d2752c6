using Prunella.Cli.Tour;
using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;
using Prunella.Runtime.Views;

namespace Prunella.Cli.Tests;

/// <summary>A false action is an effect on what was neither the faulty target nor its callers' route to it.</summary>
public sealed class FaultWatchTests
{
    private static readonly PlannedFault Slow = new("slow", "slow=400ms", "checkout-2", "checkout", true);
    private static readonly PlannedFault BrownOut = new("brown-out", "slow=3s", "payments", "payments", true);

    [Theory]
    [InlineData("instance/checkout/checkout-2", 0)]
    [InlineData("instance/checkout/checkout-1", 1)]
    [InlineData("dependency/storefront>checkout", 0)]
    [InlineData("dependency/checkout>payments", 1)]
    [InlineData("service/checkout", 1)]
    public void Of_an_instance(string subject, int expected) =>
        Assert.Equal(expected, FaultWatch.FalseActions([Action(subject)], Slow));

    [Theory]
    [InlineData("dependency/checkout>payments", 0)]
    [InlineData("instance/payments/payments-1", 1)]
    [InlineData("instance/checkout/checkout-1", 1)]
    public void Of_a_whole_service(string subject, int expected) =>
        Assert.Equal(expected, FaultWatch.FalseActions([Action(subject)], BrownOut));

    [Fact]
    public void The_incident_is_the_first_one_since_that_touches_the_service()
    {
        var incidents = new[] { Incident("i1", 50, "checkout"), Incident("i3", 300, "checkout"), Incident("i2", 200, "catalog", "checkout"), Incident("i4", 120, "catalog") };

        Assert.Equal("i2", FaultWatch.Find(incidents, Slow, injected: 100)?.Id);
    }

    [Fact]
    public void A_remedy_is_verified_by_the_reason_that_kept_it_with_the_numbers_of_what_users_saw()
    {
        var seen = new VerificationResult("i1.r1", VerificationVerdict.NoEffect, 1, 500, 0, 62, 2, -50, 12, true);

        Assert.Equal("well-again: 1 of 500 bad before, 0 of 62 after", FaultWatch.Verification(Story(seen, ReasonCodes.WellAgain)));
        Assert.Equal("no-effect: 1 of 500 bad before, 0 of 62 after", FaultWatch.Verification(Story(seen, null)));
        Assert.Equal("well-again", FaultWatch.Verification(Story(null, ReasonCodes.WellAgain)));
        Assert.Equal("", FaultWatch.Verification(Story(null, null)));
    }

    private static IncidentStory Story(VerificationResult? seen, string? judgement)
    {
        var remediation = new RemediationView(
            "i1.r1", "i1", "checkout", "restart-instance", Subject.Parse("instance/checkout/checkout-2"), FaultKind.Crash,
            RemediationState.Succeeded, 1, 2, 0, 0, "", seen, judgement is null ? null : Reason.Of(judgement));
        return new IncidentStory(1, Incident("i1", 1, "checkout"), [], null, [], [remediation], [], [], []);
    }

    private static ActionView Action(string subject) =>
        new("b.e1.i1.r1.s1", "i1.r1", Verb.Eject, Subject.Parse(subject), 1, OutcomeKind.Succeeded, "", false, "");

    private static IncidentSummary Incident(string id, long opened, params string[] services) =>
        new(id, "open", opened, opened, 0, null, FaultKind.Unknown, [.. services.Select(s => new ServiceId(s))], false, []);
}
