using System.Globalization;
using System.Text.RegularExpressions;

using Prunella.Kernel.Reasons;

namespace Prunella.Runtime.Views;

/// <summary>Says reasons in words, at the rim; inside, a reason is a code with
/// parameters.</summary>
/// <remarks>
/// In a text <c>{name}</c> is a parameter, <c>{name%}</c> one in per mille said as a percentage. A
/// code without a text is said as it stands, so a newer journal stays readable.
/// </remarks>
public static partial class ReasonTexts
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        [ReasonCodes.PoliciesUnchanged] = "these documents are in force already ({hash})",
        [ReasonCodes.PoliciesHarmful] = "the staged policies {hash} are withdrawn, because their remedy {remediation} did harm",
        [ReasonCodes.PoliciesWithoutEffect] = "the staged policies {hash} are withdrawn, because {have%} of their remedies had no effect, against {before%} of those before",
        [ReasonCodes.PoliciesSuperseded] = "the policies {hash} are withdrawn, because others took their place",
        [ReasonCodes.PoliciesRolledBack] = "{by} took the policies {hash} back",
        [ReasonCodes.PoliciesNoneBefore] = "nothing was in force before the policies {hash}",
        [ReasonCodes.PoliciesBeyondReach] = "these documents are refused and what is in force stays: {policy} uses the recipe {recipe}, whose step {verb} nobody can carry out in this version (it takes: {actuator})",
        [ReasonCodes.SilenceUnknown] = "no document declares {subject}",
        [ReasonCodes.NotSilenced] = "{subject} is not silenced",
        [ReasonCodes.LeftToOther] = "somebody else was found at the target just before the order {order}, and his change wins",
        [ReasonCodes.UnderDebug] = "{by} has {subject} under debug, so it is not touched",
        [ReasonCodes.FreezeWindow] = "nothing is changed now ({window})",
        [ReasonCodes.Storm] = "{incidents} incidents over {services} services at once: only mild remedies, one at a time",
        [ReasonCodes.ZoneFailure] = "most of the zone {zone} looks bad over several services: rather the zone than each of them",
        [ReasonCodes.GuardTooSlow] = "the guardrail {guardrail} would have {work} things to look at, and one that cannot answer forbids",
        [ReasonCodes.FrozenAlready] = "it is frozen already, by {by} ({source})",
        [ReasonCodes.NotFrozen] = "there is no freeze by {source} to lift",
        [ReasonCodes.IllegalMove] = "an inner rule broke: {remediation} cannot go from {from} to {to}; {service} is left as it stands until a person has looked",
        [ReasonCodes.DecisionFailed] = "an inner rule broke: the kernel failed on {input} ({error}); the fleet is left as it stands until a person has looked",
        [ReasonCodes.AnswerIgnored] = "the answer to {order} came too late or twice, and changes nothing",
        [ReasonCodes.NotInFlight] = "{remediation} is not in force: there is nothing to take back",
        [ReasonCodes.RevertedByPerson] = "{by} took it back",
        [ReasonCodes.GoalMissed] = "it has not recovered within {seconds} s, as {policy} sets",
        [ReasonCodes.NoSuspect] = "there is no suspect yet",
        [ReasonCodes.Abstained] = "{first} and {second} are equally likely, and no remedy is chosen by lot",
        [ReasonCodes.Rediagnosed] = "the diagnosis has moved on to {suspect}",
        [ReasonCodes.NoPolicy] = "no policy selects {service}",
        [ReasonCodes.NoRecipe] = "no recipe of its policies serves the fault {fault}",
        [ReasonCodes.NoneAdmitted] = "of {count} possible remedies none is allowed now",
        [ReasonCodes.TooUncertain] = "the suspect is {have%} likely; this recipe wants {need%}",
        [ReasonCodes.NoInstance] = "this recipe acts on one instance, and the suspect is {suspect}",
        [ReasonCodes.NoRoute] = "this recipe acts on a route to {callee}, and no gateway carries a declared one",
        [ReasonCodes.NoWholeService] = "this recipe acts on the route to all of a service, and only {suspect} is suspected while others stand",
        [ReasonCodes.NoDomain] = "this recipe acts on a whole {domain}, and the trouble of {suspect} does not fill one",
        [ReasonCodes.NowhereElse] = "nothing that could take over from {suspect} stands elsewhere",
        [ReasonCodes.NoFallback] = "{dependency} declares no fallback reply",
        [ReasonCodes.NoGateway] = "no gateway carries the traffic of {service}",
        [ReasonCodes.NotSupervised] = "nobody supervises the process of {instance}",
        [ReasonCodes.TooFewPeers] = "{have} other instances stand, and this recipe wants {need}",
        [ReasonCodes.NotOptional] = "this recipe is for routes whose caller works without the callee, and {dependency} does not say so",
        [ReasonCodes.CalleeNotWell] = "{callee}, which it calls, is not seen to be well, and this recipe would only press on it",
        [ReasonCodes.NoHealthyZone] = "most instances stand in no other zone than {zone}",
        [ReasonCodes.NoHealthyRegion] = "most instances stand in no other region than {region}",
        [ReasonCodes.CannotKnow] = "this recipe asks for {what}, which nobody can know in this version",
        [ReasonCodes.NeverRehearsed] = "where it leads to was never tried for {subject}",
        [ReasonCodes.RehearsalFailed] = "where it leads to did not answer as it must when it was last tried for {subject}: {detail}",
        [ReasonCodes.RehearsalStale] = "where it leads to was tried too long ago for {subject}",
        [ReasonCodes.RehearsalAwaited] = "{recipe} waits until where it leads to has been tried once more",
        [ReasonCodes.Chosen] = "it comes first of what is allowed ({disruption} disruption), against a suspect that is {probability%} likely",
        [ReasonCodes.NotFirst] = "allowed, but {after} comes before it",
        [ReasonCodes.ExpectedGain] = "its expected gain is {gain%}: the suspect is {probability%} likely, the remedy helps in {efficacy%} of cases at least (outcomes known: {outcomes}), less {disruption%} for its disruption and {blast%} for what it takes away",
        [ReasonCodes.DoingNothing] = "doing nothing {gain%}",
        [ReasonCodes.WaitingGain] = "waiting for more evidence {gain%} ({delay%} lost by the delay)",
        [ReasonCodes.Waits] = "more evidence promises more than {recipe} now, which is weighed again {seconds} s after the opening at the latest",
        [ReasonCodes.NoGain] = "{recipe} is expected to cost more than it brings",
        [ReasonCodes.ReflexFirst] = "the gateway {gateway} had taken it out of the traffic by itself already",
        [ReasonCodes.Frozen] = "acting is frozen by {by} ({source})",
        [ReasonCodes.HandsOff] = "an inner rule broke around {service}, which is left as it stands until a person has looked",
        [ReasonCodes.Undeclared] = "no document declares {target}, so nothing is done to it",
        [ReasonCodes.Mode] = "its policy does not act by itself (mode {mode})",
        [ReasonCodes.RecipeMode] = "the recipe {recipe} does not act by itself on such services (mode {mode})",
        [ReasonCodes.Trust] = "{recipe} has not earned more than to {mode} here: it takes {need} points of evidence to act",
        [ReasonCodes.DrillUnknown] = "the drill {drill} is of nothing that is in force: {recipe} under {policy} on {service} against {fault}",
        [ReasonCodes.Coverage] = "only {witnesses} saw it; a remedy of {disruption} disruption needs an independent second witness",
        [ReasonCodes.CorrelatedFailure] = "{bad} of {of} instances look bad at once: rather the observer or a shared cause than each of them",
        [ReasonCodes.MinHealthy] = "{left} healthy instances would be left standing; at least {need} must",
        [ReasonCodes.BlastRadius] = "{out} instances would be out at once; at most {cap} may",
        [ReasonCodes.Cooldown] = "the same was done to it a moment ago; the pause between two is {pause} s",
        [ReasonCodes.Budget] = "the budget of {budget} is spent: {spent} of {of}",
        [ReasonCodes.Concurrency] = "{running} remediations are under way in the fleet; at most {cap} may be",
        [ReasonCodes.Neighbourhood] = "{remediation} is under way in the same neighbourhood; one at a time",
        [ReasonCodes.Protected] = "{service} is protected: nothing of {disruption} disruption without a person",
        [ReasonCodes.Irreversible] = "it cannot be taken back, and nothing such is done without a person",
        [ReasonCodes.TriedHere] = "{recipe} was tried in this incident, and did not help or was never carried out",
        [ReasonCodes.FailsEverywhere] = "{recipe} lately failed on {targets} targets, and is stopped everywhere",
        [ReasonCodes.GuardFailed] = "the guardrail {guardrail} itself failed, and one that fails forbids",
        [ReasonCodes.Allowed] = "the policy {policy} lets it act",
        [ReasonCodes.Started] = "its first order leaves",
        [ReasonCodes.Paged] = "the recipe asks for a person, who has been told",
        [ReasonCodes.StepsDone] = "all {steps} steps are in effect",
        [ReasonCodes.OrderFailed] = "the order {order} failed",
        [ReasonCodes.OrderUnknown] = "nobody knows yet whether the order {order} took effect; the target is read",
        [ReasonCodes.TargetRead] = "the target was read: order {order} in effect: {inEffect}",
        [ReasonCodes.TargetUnreadable] = "the target could not be read {reads} times, so whether {order} took effect stays unknown",
        [ReasonCodes.NotCarriedOut] = "the target was read, and the order {order} was never carried out; nobody refused it",
        [ReasonCodes.MoreThanExpected] = "it is better, but {have%} of what was bad has gone where this recipe takes away {most%} at most: something else has helped",
        [ReasonCodes.OnlyPerson] = "what {remediation} changed lasts, and only a person can take it back",
        [ReasonCodes.Helped] = "it helped: {before%} of requests were bad before, {after%} after",
        [ReasonCodes.NothingToRecover] = "users had hardly anything to recover from ({before%} bad before), and the instance is safely out of the traffic",
        [ReasonCodes.SymptomGone] = "nobody complains of it any more",
        [ReasonCodes.WellAgain] = "the instance is well again by its own probes",
        [ReasonCodes.NoEffect] = "it did not help: {before%} of requests were bad before, {after%} after",
        [ReasonCodes.Harmful] = "it did harm: {before%} of requests were bad before, {after%} after",
        [ReasonCodes.HarmfulNearby] = "it did harm to {neighbour}, which was not treated: {before%} of its requests were bad before, {after%} after",
        [ReasonCodes.Uncredited] = "it is gone ({before%} of requests were bad before, {after%} after), but it may have gone away by itself, so nothing is learnt from it",
        [ReasonCodes.Undecided] = "too little was seen to say whether it helped, so it is taken back and nothing is learnt from it",
        [ReasonCodes.AnswerOfBefore] = "an answer came to a comparison of {remediation} that has been begun anew since, and is left out",
        [ReasonCodes.StillThere] = "the symptom was still there when the time for judging was over",
        [ReasonCodes.TargetWell] = "its probes have been healthy for {seconds} s",
        [ReasonCodes.Relapsed] = "trouble came back when the change was taken away",
        [ReasonCodes.StayedQuiet] = "it stayed quiet for {seconds} s after the return",
        [ReasonCodes.DoseHelps] = "it helps, and the trouble is not over",
        [ReasonCodes.DoseUnproven] = "too little was seen to tell whether it helps, and nothing speaks against it",
        [ReasonCodes.DoseEnough] = "{dose%} is enough: the symptom is gone",
        [ReasonCodes.DoseCapped] = "{dose%} is given, and more is forbidden ({veto})",
        [ReasonCodes.DoseNotProven] = "{dose%} was given, and nobody could see it help",
        [ReasonCodes.DoseLess] = "the target is well again",
        [ReasonCodes.DoseRelapsed] = "trouble came back with less",
        [ReasonCodes.HeldTooLong] = "it was held for {seconds} s, as long as the recipe allows",
        [ReasonCodes.TakenBack] = "everything temporary is gone",
        [ReasonCodes.MarkNoted] = "{incident} is marked {kind}",
        [ReasonCodes.MarkSuperseded] = "{incident} is marked {kind} now; it was {was} before",
        [ReasonCodes.MarkSame] = "you have marked {incident} {kind} already, and saying it again says nothing more",
        [ReasonCodes.MarkWithdrawn] = "{incident} is no longer marked {was} by you",
        [ReasonCodes.MarkNone] = "there is no mark of {by} on {incident} to take back",
        [ReasonCodes.MarkUnknownIncident] = "{incident} is neither open nor among the last {kept} closed incidents",
        [ReasonCodes.MarkUnknownRemediation] = "{incident} had no remediation {remediation}",
        [ReasonCodes.MarkAsDiagnosed] = "{suspect} ({fault}) is what was diagnosed; name another cause, or none when you do not know it",
        [ReasonCodes.MarkPersonsOnly] = "{by} is a machine's token, and marks say what people think; use a person's token",
        [ReasonCodes.ApprovalNeeded] = "a person is asked ({approvals} must approve)",
        [ReasonCodes.ApprovalWaits] = "{remediation} waits for approval (plan {plan})",
        [ReasonCodes.Approved] = "approved by {by}",
        [ReasonCodes.ApprovalMore] = "approved by {have} of the {need} persons it needs",
        [ReasonCodes.NothingWaits] = "no proposal waits under {remediation}",
        [ReasonCodes.OtherPlan] = "what waits now has the plan {plan}; look at it and approve that one",
        [ReasonCodes.NotAPerson] = "{by} is a machine's token, and only a person approves",
        [ReasonCodes.OwnRequest] = "{by} asked for it; another person must approve",
        [ReasonCodes.OwnPolicies] = "{by} put these policies in force; on a protected service another person must approve",
        [ReasonCodes.ApprovedAlready] = "{by} has approved it already; another person must",
        [ReasonCodes.ApprovalExpired] = "nobody answered within {minutes} min",
        [ReasonCodes.ApprovalStale] = "what it rested on has changed ({changed})",
        [ReasonCodes.Denied] = "{by} denied it",
        [ReasonCodes.DeniedHere] = "{by} denied {recipe} here in this incident",
        [ReasonCodes.RequestUnknown] = "{recipe} is no remedy that could be tried in {incident} now",
        [ReasonCodes.RequestUnderWay] = "{remediation} is under way or waits in that incident",
    };

    /// <summary>The reason as part of a sentence, without a full stop.</summary>
    public static string Say(Reason reason) =>
        Texts.TryGetValue(reason.Code, out var text)
            ? Parameter().Replace(text, m => Value(reason, m.Groups[1].Value, m.Groups[2].Length > 0))
            : reason.ToString();

    internal static bool Knows(string code) => Texts.ContainsKey(code);

    internal static string TextOf(string code) => Texts[code];

    private static string Value(Reason reason, string name, bool perMille)
    {
        var value = reason.Parameters.FirstOrDefault(p => p.Name == name)?.Value;
        if (string.IsNullOrEmpty(value)) return "?";
        return perMille && long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? Numbers.Share(number)
            : IsWord(name) ? Words.Lower(value) : value;
    }

    /// <summary>Parameters that are names of the kernel's own lists, written large there.</summary>
    private static bool IsWord(string name) => name is "domain" or "disruption" or "mode" or "fault" or "witnesses";

    [GeneratedRegex(@"\{(\w+)(%?)\}")]
    private static partial Regex Parameter();
}
