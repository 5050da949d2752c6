namespace Prunella.Kernel.Reasons;

/// <summary>Every reason code there is, with its parameters. A code once shipped keeps its meaning for ever.</summary>
public static partial class ReasonCodes
{
    /// <summary>A second freeze from the same source changes nothing. <c>source</c>, <c>by</c>.</summary>
    public const string FrozenAlready = "freeze.already";

    /// <summary>There was no freeze from that source. <c>source</c>.</summary>
    public const string NotFrozen = "freeze.none";

    /// <summary>The kernel itself failed on an input; the fleet is left as it stands. <c>input</c>,
    /// <c>error</c>.</summary>
    public const string DecisionFailed = "invariant.decision_failed";

    /// <summary>A move that the table forbids. <c>remediation</c>, <c>from</c>, <c>to</c>, <c>service</c>.</summary>
    public const string IllegalMove = "invariant.illegal_move";

    /// <summary>The answer belongs to no order in flight: late, repeated or foreign. <c>order</c>.</summary>
    public const string AnswerIgnored = "order.answer_ignored";

    /// <summary>Nothing to take back: the remediation is not in flight. <c>remediation</c>.</summary>
    public const string NotInFlight = "remediation.not_in_flight";

    /// <summary>A person took it back. <c>by</c>.</summary>
    public const string RevertedByPerson = "remediation.reverted_by_person";

    /// <summary>No suspect yet.</summary>
    public const string NoSuspect = "diagnosis.no_suspect";

    /// <summary>The best suspects tie; none is chosen by lot. <c>first</c>, <c>second</c>.</summary>
    public const string Abstained = "diagnosis.abstained";

    /// <summary>The diagnosis has moved from the remedy's target to another suspect. <c>suspect</c>.</summary>
    public const string Rediagnosed = "diagnosis.changed";

    /// <summary>No policy selects the suspect's service. <c>service</c>.</summary>
    public const string NoPolicy = "policy.none";

    /// <summary>What may be expected: probability x efficacy - disruption - blast, in per mille of a sure cure.
    /// <c>gain</c>, <c>probability</c>, <c>efficacy</c> (lower bound), <c>outcomes</c> (known), <c>disruption</c>,
    /// <c>blast</c>.</summary>
    public const string ExpectedGain = "choice.gain";

    /// <summary>Compared with: doing nothing, from which gains are counted. <c>gain</c>.</summary>
    public const string DoingNothing = "choice.nothing";

    /// <summary>Compared with: waiting for more evidence. <c>gain</c>, <c>delay</c> (what waiting costs).</summary>
    public const string WaitingGain = "choice.wait";

    /// <summary>More evidence promises more than acting now. <c>recipe</c>, <c>seconds</c> (from the incident's opening
    /// until it is weighed again).</summary>
    public const string Waits = "choice.waits";

    /// <summary>The best of what is allowed is expected to cost more than it brings. <c>recipe</c>.</summary>
    public const string NoGain = "choice.no_gain";

    /// <summary>A reflex had taken the instance out before. <c>gateway</c>.</summary>
    public const string ReflexFirst = "reflex.acted_first";

    /// <summary>Veto: the healer is frozen. <c>source</c>, <c>by</c>.</summary>
    public const string Frozen = "guardrail.frozen";

    /// <summary>Veto: an invariant broke around this service. <c>service</c>.</summary>
    public const string HandsOff = "guardrail.hands_off";

    /// <summary>Veto: no document declares the target, so it is not sure what would be acted on.
    /// <c>target</c>.</summary>
    public const string Undeclared = "guardrail.undeclared";

    /// <summary>Veto: the policy's mode does not act. <c>mode</c>.</summary>
    public const string Mode = "guardrail.mode";

    /// <summary>Veto: the recipe itself does not act on such services. <c>recipe</c>, <c>mode</c>.</summary>
    public const string RecipeMode = "guardrail.recipe_mode";

    /// <summary>Veto: the recipe has not earned more. <c>recipe</c>, <c>mode</c>, <c>need</c> (points to
    /// act).</summary>
    public const string Trust = "guardrail.trust";

    /// <summary>The drill is of no recipe that a policy in force uses on that service against that fault. <c>drill</c>,
    /// <c>policy</c>, <c>service</c>, <c>recipe</c>, <c>fault</c>.</summary>
    public const string DrillUnknown = "drill.unknown";

    /// <summary>Veto: too few witnesses. <c>witnesses</c>, <c>disruption</c>.</summary>
    public const string Coverage = "guardrail.coverage";

    /// <summary>Veto: most of the service looks bad, so suspect the observer or a shared cause.
    /// <c>bad</c>, <c>of</c>.</summary>
    public const string CorrelatedFailure = "guardrail.correlated_failure";

    /// <summary>Veto: too few would be left standing. <c>left</c>, <c>need</c>.</summary>
    public const string MinHealthy = "guardrail.min_healthy";

    /// <summary>Veto: too many would be out at once. <c>out</c>, <c>cap</c>.</summary>
    public const string BlastRadius = "guardrail.blast_radius";

    /// <summary>Veto: the same was done to the target a moment ago. <c>pause</c> (seconds).</summary>
    public const string Cooldown = "guardrail.cooldown";

    /// <summary>Veto: a budget is spent. <c>budget</c>, <c>spent</c>, <c>of</c>.</summary>
    public const string Budget = "guardrail.budget";

    /// <summary>Veto: enough is under way in the fleet. <c>running</c>, <c>cap</c>.</summary>
    public const string Concurrency = "guardrail.concurrency";

    /// <summary>Veto: something is under way next door. <c>remediation</c>.</summary>
    public const string Neighbourhood = "guardrail.neighbourhood";

    /// <summary>Veto: the service is protected. <c>service</c>, <c>disruption</c>.</summary>
    public const string Protected = "guardrail.protected";

    /// <summary>Veto: nothing that cannot be taken back is done without a person.</summary>
    public const string Irreversible = "guardrail.irreversible";

    /// <summary>Veto: it was tried here and did not help, or twice was never carried out. <c>recipe</c>.</summary>
    public const string TriedHere = "guardrail.tried_here";

    /// <summary>Veto: it lately failed elsewhere, so it is stopped everywhere. <c>recipe</c>, <c>targets</c>.</summary>
    public const string FailsEverywhere = "guardrail.fails_everywhere";

    /// <summary>Veto: a guard itself failed, and a guard that fails denies. <c>guardrail</c>.</summary>
    public const string GuardFailed = "guardrail.failed";

    /// <summary>Its mode allows it to act. <c>policy</c>.</summary>
    public const string Allowed = "remediation.allowed";

    /// <summary>The first order leaves.</summary>
    public const string Started = "remediation.started";

    /// <summary>The recipe asks for a person, who has been told. <c>remediation</c>.</summary>
    public const string Paged = "remediation.paged";

    /// <summary>All steps are in effect. <c>steps</c>.</summary>
    public const string StepsDone = "remediation.steps_done";

    /// <summary>An order failed. <c>order</c>.</summary>
    public const string OrderFailed = "order.failed";

    /// <summary>An order's outcome is not known; the target is read. <c>order</c>.</summary>
    public const string OrderUnknown = "order.unknown";

    /// <summary>The target was read. <c>order</c>, <c>inEffect</c>.</summary>
    public const string TargetRead = "order.target_read";

    /// <summary>The target could not be read often enough; a person is told. <c>order</c>, <c>reads</c>.</summary>
    public const string TargetUnreadable = "order.target_unreadable";

    /// <summary>The target was read: the order was never carried out, and nobody refused it. <c>order</c>.</summary>
    public const string NotCarriedOut = "order.not_carried_out";

    /// <summary>It helped more than the recipe can, so that something else has helped too. <c>have</c>, <c>most</c>
    /// (per mille of what was bad).</summary>
    public const string MoreThanExpected = "verification.more_than_expected";

    /// <summary>What it changed lasts, and only a person can take it back. <c>remediation</c>.</summary>
    public const string OnlyPerson = "rollback.only_person";

    /// <summary>It helped. <c>before</c>, <c>after</c> (per mille bad).</summary>
    public const string Helped = "verification.helped";

    /// <summary>Users had nothing to recover from; the target's own symptom decides. <c>before</c>
    /// (per mille bad).</summary>
    public const string NothingToRecover = "verification.nothing_to_recover";

    /// <summary>Somebody sees health where it should show, and nobody complains any more.</summary>
    public const string SymptomGone = "verification.symptom_gone";

    /// <summary>The restarted instance is well again by its own probes.</summary>
    public const string WellAgain = "verification.well_again";

    /// <summary>It did not help. <c>before</c>, <c>after</c>.</summary>
    public const string NoEffect = "verification.no_effect";

    /// <summary>It did harm. <c>before</c>, <c>after</c>.</summary>
    public const string Harmful = "verification.harmful";

    /// <summary>Somebody who was not treated became worse by it. <c>neighbour</c>, <c>before</c>,
    /// <c>after</c>.</summary>
    public const string HarmfulNearby = "verification.harmful_nearby";

    /// <summary>The symptom is gone, but it may have gone away by itself: nothing is learnt from it. <c>before</c>,
    /// <c>after</c>.</summary>
    public const string Uncredited = "verification.uncredited";

    /// <summary>Too little was seen to say whether it helped: nothing is learnt from it.</summary>
    public const string Undecided = "verification.undecided";

    /// <summary>An answer to a comparison that has been begun anew since: it is left out.
    /// <c>remediation</c>.</summary>
    public const string AnswerOfBefore = "verification.of_before";

    /// <summary>The symptom is still there at the deadline.</summary>
    public const string StillThere = "verification.still_there";

    /// <summary>The dose helps, and not yet enough: the next one is given. <c>from</c>, <c>to</c> (per
    /// mille).</summary>
    public const string DoseHelps = "dose.helps";

    /// <summary>Too little was seen to tell whether the dose helps, and nothing speaks against it: the next one is
    /// given. <c>from</c>, <c>to</c> (per mille).</summary>
    public const string DoseUnproven = "dose.unproven";

    /// <summary>The symptom is gone with this dose, so it is not raised. <c>dose</c> (per mille).</summary>
    public const string DoseEnough = "dose.enough";

    /// <summary>A guardrail forbids the next dose. <c>dose</c> (per mille), <c>veto</c>.</summary>
    public const string DoseCapped = "dose.capped";

    /// <summary>As much was given as may be without proof, and nobody could see it help. <c>dose</c> (per
    /// mille).</summary>
    public const string DoseNotProven = "dose.not_proven";

    /// <summary>The target is well again, so less is given. <c>from</c>, <c>to</c> (per mille).</summary>
    public const string DoseLess = "dose.less";

    /// <summary>Trouble came back with the smaller dose: the one before is given again. <c>from</c>, <c>to</c> (per
    /// mille).</summary>
    public const string DoseRelapsed = "dose.relapsed";

    /// <summary>The target is well again by its probes. <c>seconds</c>.</summary>
    public const string TargetWell = "return.target_well";

    /// <summary>Trouble came back when the change was taken away.</summary>
    public const string Relapsed = "return.relapsed";

    /// <summary>It stayed quiet after the return. <c>seconds</c>.</summary>
    public const string StayedQuiet = "return.stayed_quiet";

    /// <summary>The change has been held as long as the recipe allows. <c>seconds</c>.</summary>
    public const string HeldTooLong = "hold.too_long";

    /// <summary>The incident is still open when the time of its policy's recovery goal has passed; a person is told.
    /// <c>policy</c>, <c>seconds</c>.</summary>
    public const string GoalMissed = "incident.goal_missed";

    /// <summary>Everything temporary is gone.</summary>
    public const string TakenBack = "rollback.done";

    /// <summary>A person's mark was taken. <c>incident</c>, <c>kind</c>.</summary>
    public const string MarkNoted = "mark.noted";

    /// <summary>The person's earlier mark on the incident gives way to this one. <c>incident</c>, <c>was</c>,
    /// <c>kind</c>.</summary>
    public const string MarkSuperseded = "mark.superseded";

    /// <summary>The same person has marked the incident so already; saying it again says nothing more. <c>incident</c>,
    /// <c>kind</c>.</summary>
    public const string MarkSame = "mark.same";

    /// <summary>The person's mark was taken back. <c>incident</c>, <c>was</c>.</summary>
    public const string MarkWithdrawn = "mark.withdrawn";

    /// <summary>There is no mark of that person to take back. <c>incident</c>, <c>by</c>.</summary>
    public const string MarkNone = "mark.none";

    /// <summary>The incident is neither open nor among the last closed ones. <c>incident</c>, <c>kept</c>.</summary>
    public const string MarkUnknownIncident = "mark.unknown_incident";

    /// <summary>The incident had no such remediation. <c>remediation</c>, <c>incident</c>.</summary>
    public const string MarkUnknownRemediation = "mark.unknown_remediation";

    /// <summary>What is said to be right is what was diagnosed. <c>suspect</c>, <c>fault</c>.</summary>
    public const string MarkAsDiagnosed = "mark.as_diagnosed";

    /// <summary>Marks say what people think; a machine's does not count. <c>by</c>.</summary>
    public const string MarkPersonsOnly = "mark.persons_only";

    /// <summary>Chosen, if a person approves: nothing else is missing. <c>approvals</c>.</summary>
    public const string ApprovalNeeded = "approval.needed";

    /// <summary>A proposal waits for a person. <c>remediation</c>, <c>plan</c>.</summary>
    public const string ApprovalWaits = "approval.waits";

    /// <summary>Enough persons have approved. <c>by</c>.</summary>
    public const string Approved = "approval.given";

    /// <summary>Approved, but more persons must. <c>have</c>, <c>need</c>.</summary>
    public const string ApprovalMore = "approval.more_needed";

    /// <summary>Nothing waits under this id. <c>remediation</c>.</summary>
    public const string NothingWaits = "approval.nothing_waits";

    /// <summary>Refused: the plan that waits is another one than the one approved. <c>plan</c>.</summary>
    public const string OtherPlan = "approval.other_plan";

    /// <summary>Refused: a machine cannot approve. <c>by</c>.</summary>
    public const string NotAPerson = "approval.not_a_person";

    /// <summary>Refused: who asked for it by hand does not approve it. <c>by</c>.</summary>
    public const string OwnRequest = "approval.own_request";

    /// <summary>Refused: on a protected service who put the policies in force does not approve. <c>by</c>.</summary>
    public const string OwnPolicies = "approval.own_policies";

    /// <summary>Refused: the same person has approved already. <c>by</c>.</summary>
    public const string ApprovedAlready = "approval.given_already";

    /// <summary>Withdrawn: nobody answered in time. <c>minutes</c>.</summary>
    public const string ApprovalExpired = "approval.expired";

    /// <summary>Withdrawn: what it rested on has changed. <c>changed</c> (epoch, policies, symptoms, diagnosis or
    /// ranking).</summary>
    public const string ApprovalStale = "approval.stale";

    /// <summary>Withdrawn: a person denied it. <c>by</c>.</summary>
    public const string Denied = "approval.denied";

    /// <summary>Veto: a person denied it in this incident. <c>recipe</c>, <c>by</c>.</summary>
    public const string DeniedHere = "guardrail.denied";

    /// <summary>Refused: the recipe is none that could be tried in that incident now. <c>recipe</c>,
    /// <c>incident</c>.</summary>
    public const string RequestUnknown = "request.unknown";

    /// <summary>Refused: the incident has a remedy under way or waiting. <c>remediation</c>.</summary>
    public const string RequestUnderWay = "request.under_way";

    /// <summary>No document declares what is to be silenced. <c>subject</c>.</summary>
    public const string SilenceUnknown = "silence.unknown";

    /// <summary>It was not silenced. <c>subject</c>.</summary>
    public const string NotSilenced = "silence.none";

    /// <summary>Somebody else was found at the target just before the order; his change wins. <c>order</c>.</summary>
    public const string LeftToOther = "order.left_to_other";

    /// <summary>Veto: a person has it under debug. <c>subject</c>, <c>by</c>.</summary>
    public const string UnderDebug = "guardrail.under_debug";

    /// <summary>Veto: it is a time in which nothing is changed. <c>window</c>.</summary>
    public const string FreezeWindow = "guardrail.freeze_window";

    /// <summary>Veto: much of the fleet is in trouble at once. <c>incidents</c>, <c>services</c>.</summary>
    public const string Storm = "guardrail.storm";

    /// <summary>Veto: most of a zone looks bad over several services, so suspect the zone. <c>zone</c>.</summary>
    public const string ZoneFailure = "guardrail.zone_failure";

    /// <summary>Veto: a guard would have too much to look at, and a guard that cannot answer denies.
    /// <c>guardrail</c>, <c>work</c>.</summary>
    public const string GuardTooSlow = "guardrail.too_slow";

    /// <summary>All codes, ordered.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(ReasonCodes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal),
    ];
}
