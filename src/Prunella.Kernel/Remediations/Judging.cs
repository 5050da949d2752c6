using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Remediations;

/// <summary>Did it help: asks for the comparison, and draws the conclusion.</summary>
/// <remarks>
/// The comparison is made on the service (for a route: on the caller), never on the instance that was taken out. Where
/// users had nothing to recover from, because retries hid the fault, the target's own symptom decides: gone by the same
/// detector, or safely out of the traffic.
/// </remarks>
internal static class Judging
{
    private const long Second = 1_000_000_000;

    /// <summary>Latency above which a request is bad where no objective says otherwise, in ms;
    /// chosen by feel.</summary>
    private const long DefaultBoundMilli = 250;

    /// <summary>A bad share of at most 2 % before the action leaves nothing that could be seen to recover.</summary>
    private const long HardlyBadPerMille = 20;

    /// <summary>Six probes at the demo's half second: two refused ones would show that it has not come up.</summary>
    private const long StartWatch = 3 * Second;

    /// <summary>Half of what would have ended well: what a change takes out of the traffic at once, and what hangs on
    /// it. By feel.</summary>
    private const int DisturbedPerMille = 500;

    public static void Begin(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        d.Move(id, RemediationState.Verifying, Reason.Of(ReasonCodes.StepsDone, ("steps", $"{r.Recipe.Steps.Count}")));
        Ask(d, id);
    }

    /// <summary>Asks for the comparison of what is in force now with the time before anything was.</summary>
    public static void Ask(Deliberation d, string id)
    {
        var request = RequestFor(d, d.State.Remediations[id]);
        d.Emit(new VerificationAsked(id, request, d.At));
        d.Want(new Verify(request));
        d.Wake(request.DeadlineUnixNanos + Second, "verify/" + id);
    }

    public static void Note(Deliberation d, VerificationResult result)
    {
        if (!d.State.Remediations.TryGetValue(result.Remediation, out var r) || r.Request is null)
        {
            d.Because(Reason.Of(ReasonCodes.NotInFlight, ("remediation", result.Remediation)));
            return;
        }
        // It was begun anew with a later action, and this is what was seen of the earlier one.
        if (result.ActedUnixNanos > 0 && result.ActedUnixNanos != r.Request.ActedUnixNanos)
            d.Because(Reason.Of(ReasonCodes.AnswerOfBefore, ("remediation", result.Remediation)));
        else if (r.Result != result)
            d.Emit(new VerificationNoted(r.Id, result, d.At));
    }

    public static void Conclude(Deliberation d, string id)
    {
        var r = d.State.Remediations[id];
        if (r.State != RemediationState.Verifying) return;
        var final = r.Result is { Final: true } || d.At >= r.Request!.DeadlineUnixNanos;
        if (r.Result is { Verdict: VerificationVerdict.Harmful, Final: true } harmful)
            Reverting.Begin(d, id, HarmOf(harmful));
        else if (Restarts(r))
            ConcludeRestart(d, r, d.At >= r.Request!.DeadlineUnixNanos);
        else if (Dosing.IsPartial(r))
            Dosing.Judge(d, r, final, SymptomGone(d, r));
        else if (r.Result is { Verdict: VerificationVerdict.Helped, Final: true } helped)
            Keep(d, id, MoreThanExpected(r, helped) ?? Shares(ReasonCodes.Helped, helped));
        else if (Rediagnosed(d, r) is { } suspect)
            GiveUp(d, r, Reason.Of(ReasonCodes.Rediagnosed, ("suspect", suspect.Subject.Text)));
        else if (final || r.Result is { Verdict: VerificationVerdict.NoEffect } seen && HardlyBad(seen))
            ConcludeWithoutProof(d, r);
    }

    private static bool Restarts(Remediation r) => r.Recipe.Steps.Any(s => s.Verb is Verb.Restart or Verb.Start);

    /// <summary>A restart helped when the target itself is well again; what users saw must not
    /// contradict it. A process takes its time to start, however soon users
    /// are served well by its peers: only the deadline ends the wait.</summary>
    private static void ConcludeRestart(Deliberation d, Remediation r, bool isOver)
    {
        var well = Fleet.WellSince(d.State, r.Target);
        if (well is { } since)
        {
            // A verdict from before the start says nothing of the new process.
            var sure = Math.Max(since + Second, r.MovedAt + StartWatch);
            if (sure > d.At) d.Wake(sure, "verify/" + r.Id);
            else Keep(d, r.Id, Reason.Of(ReasonCodes.WellAgain));
        }
        else if (isOver)
            GiveUp(d, r, Reason.Of(ReasonCodes.StillThere));
    }

    /// <summary>Too little for a verdict is not the same as no effect: nothing is learnt from it. Of a route the
    /// caller's own symptom says whether it is still there; of an instance that was taken out it says
    /// nothing.</summary>
    private static void ConcludeWithoutProof(Deliberation d, Remediation r)
    {
        var hardly = r.Result is null || HardlyBad(r.Result);
        var isGone = SymptomGone(d, r);
        if (hardly && r.Recipe.Target == RecipeTarget.Instance && r.InForce().Any())
            Keep(d, r.Id, Reason.Of(ReasonCodes.NothingToRecover, ("before", $"{BeforeOf(r)}")));
        else if (hardly && isGone)
            Keep(d, r.Id, Reason.Of(ReasonCodes.SymptomGone));
        else if (IsKeptOut(d, r))
            Keep(d, r.Id, Shares(ReasonCodes.Uncredited, r.Result!));
        else if (r.Result is { Verdict: not VerificationVerdict.Undecided } seen)
            GiveUp(d, r, Shares(ReasonCodes.NoEffect, seen));
        else if (isGone)
            Keep(d, r.Id, Shares(ReasonCodes.Uncredited, r.Result!));
        else
            GiveUp(d, r, Reason.Of(IsStillThere(d, r) ? ReasonCodes.StillThere : ReasonCodes.Undecided));
    }

    /// <summary>Users are served well, and the instance that was taken out is still seen to be sick: whether or not it
    /// was the remedy that helped, giving it its traffic back would hurt them.</summary>
    private static bool IsKeptOut(Deliberation d, Remediation r) =>
        r.Target.Kind == SubjectKind.Instance && r.Recipe.RemovesCapacity() && r.InForce().Any()
        && r.Result is { AfterTotal: > 0 } seen && seen.AfterBad * 1000 <= seen.AfterTotal * HardlyBadPerMille
        && Fleet.InTrouble(d.State, r.Target);

    private static bool IsStillThere(Deliberation d, Remediation r) =>
        r.Target.Kind == SubjectKind.Dependency && Fleet.InTrouble(d.State, Subject.Of(r.Target.Dependency.Caller));

    private static long BeforeOf(Remediation r) =>
        r.Result is { BeforeTotal: > 0 } seen ? seen.BeforeBad * 1000 / seen.BeforeTotal : 0;

    /// <summary>Where it should show, somebody sees health and nobody complains any more: for a route at the caller,
    /// else at the target itself.</summary>
    private static bool SymptomGone(Deliberation d, Remediation r) =>
        Fleet.SeenWell(d.State, r.Target.Kind == SubjectKind.Dependency ? Subject.Of(r.Target.Dependency.Caller)
            : r.Target);

    /// <summary>
    /// An instance was treated, and by now most of its service has persisting symptoms and is
    /// suspected as a whole: what was done rests on a diagnosis that nobody holds any more, and the time until its
    /// deadline would be lost.
    /// </summary>
    private static Suspect? Rediagnosed(Deliberation d, Remediation r)
    {
        if (r.Target.Kind != SubjectKind.Instance) return null;
        var service = r.Target.Service;
        if (d.State.Incidents[r.Incident].Ranking is not { Abstained: false, Suspects: [var first, ..] }) return null;
        if (first.Subject.Kind != SubjectKind.Service || first.Subject.Service != service) return null;
        var symptoms = d.State.Incidents[r.Incident].Symptoms.Values.Select(s => s.Subject.Text).ToArray();
        var instances = Fleet.MembersOf(d.State, service);
        var bad = instances.Count(i => i == r.Target
            || Fleet.LooksBad(d.State, i) && symptoms.Contains(i.Text));
        return bad * 2 > instances.Length ? first : null;
    }

    /// <summary>Taken back for want of help; while a brake is on the conclusion waits, because
    /// traffic stays as it stands.</summary>
    public static void GiveUp(Deliberation d, Remediation r, Reason reason)
    {
        if (Steps.StoppedBy(d.State, r.Target) is { } brake) d.Because(brake);
        else Reverting.Begin(d, r.Id, reason);
    }

    /// <summary>More of what was bad has gone than the remedy can take away: something else has helped as well, so it
    /// is kept, and proves nothing.</summary>
    private static Reason? MoreThanExpected(Remediation r, VerificationResult seen)
    {
        if (r.Recipe.RecoversAtMostPerMille is not { } most || seen.BeforeBad == 0 || seen.AfterTotal == 0) return null;
        var left = (Int128)seen.AfterBad * seen.BeforeTotal * 1000 / ((Int128)seen.BeforeBad * seen.AfterTotal);
        var gone = 1000 - (int)Int128.Min(1000, left);
        return gone <= most ? null
            : Reason.Of(ReasonCodes.MoreThanExpected, ("have", $"{gone}"), ("most", $"{most}"));
    }

    public static bool HardlyBad(VerificationResult seen) =>
        seen.BeforeBad * 1000 <= seen.BeforeTotal * HardlyBadPerMille;

    public static void Keep(Deliberation d, string id, Reason reason)
    {
        d.Want(new StopVerifying(id));
        var held = d.State.Remediations[id].InForce().Any();
        d.Move(id, held ? RemediationState.Holding : RemediationState.Succeeded, reason);
    }

    private static Reason HarmOf(VerificationResult v) => v.Neighbour is { } hurt
        ? Reason.Of(
            ReasonCodes.HarmfulNearby,
            ("neighbour", hurt.Subject.Text),
            ("before", $"{(hurt.BeforeTotal == 0 ? 0 : hurt.BeforeBad * 1000 / hurt.BeforeTotal)}"),
            ("after", $"{(hurt.AfterTotal == 0 ? 0 : hurt.AfterBad * 1000 / hurt.AfterTotal)}"))
        : Shares(ReasonCodes.Harmful, v);

    public static Reason Shares(string code, VerificationResult v) => Reason.Of(
        code,
        ("before", $"{(v.BeforeTotal == 0 ? 0 : v.BeforeBad * 1000 / v.BeforeTotal)}"),
        ("after", $"{(v.AfterTotal == 0 ? 0 : v.AfterBad * 1000 / v.AfterTotal)}"));

    /// <summary>The live symptoms' beginning, less the three seconds that detection looks back on;
    /// an incident may be older.</summary>
    private static long BeganAt(Incident incident, long at) =>
        incident.Symptoms.Values.Select(s => s.SinceUnixNanos).Append(at).Min() - 3 * Second;

    /// <summary>How far the policy's goal wants it; 0 for no goal.</summary>
    private static int AskedBy(Deliberation d, Remediation r) =>
        d.State.Policies.PoliciesFor(r.Target.Service)
            .FirstOrDefault(p => p.Name == r.Policy)?.Goal?.RecoversPerMille ?? 0;

    private static long BoundOf(Deliberation d, ServiceId service) => d.State.Policies.PoliciesFor(service)
        .Select(p => p.Objective)
        .FirstOrDefault(o => o is { Signal: SignalKind.Latency, BelowMilli: > 0 })?.BelowMilli ?? DefaultBoundMilli;

    private static VerificationRequest RequestFor(Deliberation d, Remediation r)
    {
        var incident = d.State.Incidents[r.Incident];
        var service = r.Target.Kind == SubjectKind.Dependency ? r.Target.Dependency.Caller : r.Target.Service;
        var late = IsByLatency(incident, r);
        var bound = BoundOf(d, service);
        var (by, controls) = Surroundings.Controls(d.State, r, service);
        var neighbours = Surroundings.Neighbours(d.State, r, service, controls);
        // Of a part of the remedy a part of the effect is expected; every dose is compared with the time before the
        // first.
        var part = r.Recipe.Dose() is null ? 1000 : r.DoseNow();
        var look = Dosing.IsPartial(r) ? r.Recipe.Dose()!.LookNanos : r.Recipe.WithinNanos;
        var deadline = d.At + r.Recipe.SettleNanos + look;
        var restarts = Restarts(r);
        return new VerificationRequest(
            r.Id, Subject.Of(service), late ? SignalKind.Latency : SignalKind.Errors, late ? bound : 0,
            r.Request?.BeforeUnixNanos ?? BeganAt(incident, d.At), d.At, r.Recipe.SettleNanos, deadline,
            Math.Max(r.Recipe.RecoversPerMille, AskedBy(d, r)) * part / 1000)
        {
            OrderedUnixNanos = r.Request?.OrderedUnixNanos
                ?? r.Orders.Select(o => o.IssuedAt).Append(d.At).Min(),
            ControlledBy = by,
            Controls = controls.IsEmpty ? null : controls,
            Neighbours = neighbours.IsEmpty ? null : neighbours,
            DisturbedPerMille = restarts ? OneOf(d, service) : DisturbedPerMille,
            DisturbedUntilUnixNanos = restarts ? deadline : 0,
        };
    }

    /// <summary>By what requests are compared: by the trouble's own signal, where the recipe does not promise something
    /// of the other one alone.</summary>
    private static bool IsByLatency(Incident incident, Remediation r)
    {
        var named = r.Recipe.Signals ?? [];
        if (named.Contains(SignalKind.Latency) != named.Contains(SignalKind.Errors))
            return named.Contains(SignalKind.Latency);
        return incident.Symptoms.Values.Any(s => s.Signal == SignalKind.Latency)
            || r.Fault is FaultKind.Slow or FaultKind.Hang;
    }

    /// <summary>A process that starts answers nobody for as long as it takes: its share of the requests.</summary>
    private static int OneOf(Deliberation d, ServiceId service) =>
        1000 / Math.Max(1, Fleet.InstancesOf(d.State, service).Length);
}
