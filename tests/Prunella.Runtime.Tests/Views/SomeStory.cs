using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Runtime.Tests.Loop;

namespace Prunella.Runtime.Tests.Views;

/// <summary>One slow instance of three, from the first symptom to the return: what a journal of it would hold.</summary>
internal static class SomeStory
{
    private static readonly ServiceId Checkout = new("checkout");
    private static readonly Subject Slow = Subject.Of(new InstanceId(Checkout, "checkout-2"));

    public static long At(double seconds) => Some.Start + (long)(seconds * Some.Second);

    public static RemediationOrder Order(int step) => new(
        $"3f9a01c2.e1.i1.r1.s{step}", FleetId.Default, 1, Verb.Eject, Slow, "gateway", 0, 60 * Some.Second, At(60));

    public static Verdict Symptom() => new(
        Slow, SignalKind.Latency, "latency-peers", "", Health.Unhealthy, 985, Direction.Up, At(0), FaultKind.Slow,
        Witness.Gateway | Witness.Telemetry, false, new Evidence(412, 21, 6, 0, 118, 9200));

    public static IEnumerable<KernelEvent> Opened() =>
    [
        new EpochOpened("3f9a01c2", 1, At(-60)),
        new ReflexEjected(Slow.Instance, "edge", At(0.8), At(0.9)),
        new IncidentOpened("i1", [Symptom()], [Checkout], At(0), At(1.2)),
        new IncidentDiagnosed(
            "i1",
            new SuspectRanking(
                [new Suspect(Slow, FaultKind.Slow, 912, "its answers take 412 ms, its peers' 21 ms"), new Suspect(Subject.Of(new ServiceId("payments")), FaultKind.Dependency, 60, "it is called by all")],
                [Subject.Of(new ServiceId("storefront"))],
                false,
                [Checkout, new ServiceId("storefront")]),
            At(1.2)),
        new RemediesWeighed(
            "i1",
            [
                new WeighedRemedy("checkout-latency", "eject-instance", Slow, true, [Reason.Of(ReasonCodes.Chosen, ("probability", "912"), ("disruption", "Low")), Reason.Of(ReasonCodes.ExpectedGain, ("gain", "467"), ("probability", "912"), ("efficacy", "570"), ("outcomes", "0"), ("disruption", "20"), ("blast", "33")), Reason.Of(ReasonCodes.ReflexFirst, ("gateway", "edge"))]),
                new WeighedRemedy("checkout-latency", "restart-instance", Slow, false, [Reason.Of(ReasonCodes.TooUncertain, ("have", "912"), ("need", "950"))]),
            ],
            [Reason.Of(ReasonCodes.DoingNothing, ("gain", "0")), Reason.Of(ReasonCodes.WaitingGain, ("gain", "411"), ("delay", "60"))],
            At(1.2)),
        new RemediationProposed("i1.r1", "i1", "checkout-latency", "eject-instance", Slow, FaultKind.Slow, Disruption.Low, 60 * Some.Second, "lapses with its lease; prunella revert i1.r1", At(1.2)),
        new RemediationMoved("i1.r1", RemediationState.Proposed, RemediationState.Approved, Reason.Of(ReasonCodes.Allowed, ("policy", "checkout-latency")), At(1.2)),
        new RemediationMoved("i1.r1", RemediationState.Approved, RemediationState.Running, Reason.Of(ReasonCodes.Started), At(1.2)),
        new OrderIssued("i1.r1", Order(1), false, "", At(1.2)),
        new OrderSettled("i1.r1", new OrderOutcome(Order(1).Id, OutcomeKind.Succeeded, "edge holds it"), At(1.25)),
        new RemediationMoved("i1.r1", RemediationState.Running, RemediationState.Verifying, Reason.Of(ReasonCodes.StepsDone, ("steps", "1")), At(1.25)),
        new VerificationAsked("i1.r1", new VerificationRequest("i1.r1", Subject.Of(Checkout), SignalKind.Latency, 250, At(0), At(1.25), Some.Second, At(32.25), 500), At(1.25)),
        new VerificationNoted("i1.r1", Result(VerificationVerdict.Undecided, 3, 90, final: false), At(3)),
        new VerificationNoted("i1.r1", Result(VerificationVerdict.Undecided, 3, 200, final: false), At(4)),
        new VerificationNoted("i1.r1", Result(VerificationVerdict.Helped, 3, 900, final: true), At(8)),
        new RemediationMoved("i1.r1", RemediationState.Verifying, RemediationState.Holding, Reason.Of(ReasonCodes.Helped, ("before", "171"), ("after", "3")), At(8)),
        new OutcomeLearned("i1.r1", "checkout-latency", "eject-instance", "0123456789ab", FaultKind.Slow, "none/critical", Outcome.Helped, 1_000_000, 0, At(8)),
    ];

    public static IEnumerable<KernelEvent> Renewals()
    {
        for (var i = 2; i <= 8; i++)
        {
            yield return new OrderIssued("i1.r1", Order(i), true, "", At(30 * (i - 1)));
            yield return new OrderSettled("i1.r1", new OrderOutcome(Order(i).Id, OutcomeKind.Succeeded, "edge holds it"), At(30 * (i - 1) + 0.05));
        }
    }

    public static IEnumerable<KernelEvent> Closed() =>
    [
        new ReflexRestored(Slow.Instance, "edge", At(215)),
        new RemediationMoved("i1.r1", RemediationState.Holding, RemediationState.Returning, Reason.Of(ReasonCodes.TargetWell, ("seconds", "3")), At(220)),
        new OrderIssued("i1.r1", Order(9), false, Order(8).Id, At(220)),
        new OrderSettled("i1.r1", new OrderOutcome(Order(9).Id, OutcomeKind.Succeeded, ""), At(220.1)),
        new SymptomCleared("i1", Slow, SignalKind.Latency, "latency-peers", "", At(222)),
        new RemediationMoved("i1.r1", RemediationState.Returning, RemediationState.Succeeded, Reason.Of(ReasonCodes.StayedQuiet, ("seconds", "5")), At(225)),
        new IncidentClosed("i1", "healed", At(225)),
    ];

    private static VerificationResult Result(VerificationVerdict verdict, long afterBad, long afterTotal, bool final) =>
        new("i1.r1", verdict, 42, 245, afterBad, afterTotal, 168, 121, 214, final);
}
