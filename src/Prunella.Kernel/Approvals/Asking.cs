using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Choosing;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Approvals;

/// <summary>Proposes what only a person may let happen, and withdraws what is no longer what it was.</summary>
/// <remarks>
/// Guardrails stay as strict as they are: a proposal waits when every veto against it is one that a person's word
/// lifts. While it waits nothing of it is done, reserved or counted. A proposal whose grounds have changed is withdrawn
/// and, if it is still the thing to do, proposed again under a new id: a yes to something old never runs.
/// </remarks>
internal static class Asking
{
    private const long Minute = 60_000_000_000;
    private const long DefaultWithin = 15 * Minute;
    private const int QuorumWhenProtected = 2;

    /// <summary>A remedy with what forbids it.</summary>
    public readonly record struct Judged(Proposal Proposal, ImmutableArray<Reason> Vetoes);

    /// <summary>Of the remedies for which nothing but a person's word is missing the first, or null.</summary>
    /// <remarks>The order is that of <see cref="Choice"/>; whether it is worth its price the person decides, who sees
    /// its expected gain.</remarks>
    public static Proposal? FirstOf(IEnumerable<Judged> judged, KernelState state, long at) => Choice.First(
        [
            .. judged.Where(j => !j.Vetoes.IsEmpty && j.Vetoes.All(v => Lifts(v, j.Proposal, state, at)))
                .Select(j => j.Proposal),
        ],
        state, at)?.Proposal;

    /// <summary>True for a veto that says "not without a person", where the policy lets a person be asked.</summary>
    public static bool Lifts(Reason veto, Proposal proposal, KernelState state, long at) => veto.Code switch
    {
        _ when IsOfMode(veto) => veto.Parameters.Any(p => p is { Name: "mode", Value: nameof(Mode.Approve) }),
        ReasonCodes.Protected or ReasonCodes.Irreversible => EffectiveMode.Of(proposal, state, at).Mode >= Mode.Approve,
        _ => false,
    };

    /// <summary>True for a veto that says that the healer does not do it by itself, whoever says so.</summary>
    public static bool IsOfMode(Reason veto) =>
        veto.Code is ReasonCodes.Mode or ReasonCodes.RecipeMode or ReasonCodes.Trust;

    /// <summary>Why it was chosen although it does not run: for the record of the weighing.</summary>
    public static Reason Needed(KernelState state, Proposal proposal) =>
        Reason.Of(ReasonCodes.ApprovalNeeded, ("approvals", $"{QuorumFor(state, proposal)}"));

    /// <summary>Proposes it and lets it wait.</summary>
    public static void Ask(Deliberation d, Proposal proposal, string requestedBy = "")
    {
        var needed = QuorumFor(d.State, proposal);
        var within = proposal.Policy.Guardrails.Approval?.WithinNanos ?? DefaultWithin;
        var id = Steps.Reserve(d, proposal);
        var plan = Plan.HashOf(d.State, proposal.Policy.Name, proposal.Recipe, proposal.Target);
        d.Emit(new ApprovalAsked(id, plan, proposal.Recipe.Steps, needed, requestedBy, d.At + within, d.At));
        d.Wake(d.At + within, "approval/" + id);
        d.TellPerson(
            proposal.Incident.Id,
            Reason.Of(ReasonCodes.ApprovalWaits, ("remediation", id), ("plan", plan)),
            $"{proposal.Recipe.Name} on {proposal.Target} waits for approval, {within / Minute} min at most: prunella approve {id} --plan {plan}");
    }

    /// <summary>Withdraws what has waited too long or is no longer what was asked for.</summary>
    public static void Review(Deliberation d, string incident)
    {
        foreach (var (_, r) in d.State.Remediations)
        {
            if (r.Incident == incident && r.Waits() && WhyStale(d, r) is { } why) Withdraw(d, r, why);
        }
    }

    public static void Withdraw(Deliberation d, Remediation r, Reason why) =>
        d.Move(r.Id, RemediationState.RolledBack, why);

    public static bool IsProtected(KernelState state, Subject target) =>
        state.Policies.Service(target.Service) is not { Protected: false };

    /// <summary>All remedies that could be thought of now, with their vetoes; empty while the diagnosis ties. A person
    /// takes longer than a reflex holds: whose symptom stands is still suspected while nobody sees it.</summary>
    public static ImmutableArray<Judged> JudgedNow(Deliberation d, Incident incident) =>
        Judge(d.State, incident, d.At, remembered: true);

    /// <summary>What would be thought of in another state by the healer itself.</summary>
    public static ImmutableArray<Judged> JudgedIn(KernelState state, Incident incident, long at) =>
        Judge(state, incident, at, remembered: false);

    private static ImmutableArray<Judged> Judge(KernelState state, Incident incident, long at, bool remembered) =>
        incident.Ranking is not { } ranking ? []
        :
        [
            .. Candidates.Of(state, incident, ranking, at, remembered).Where(p => p.Misfit is null)
                .Select(p => new Judged(p, GuardrailList.Check(p, state, at))),
        ];

    public static bool IsOf(Proposal p, Remediation r) =>
        p.Policy.Name == r.Policy && p.Recipe.Name == r.Recipe.Name && p.Target == r.Target;

    private static Reason? WhyStale(Deliberation d, Remediation r)
    {
        var approval = r.Approval!;
        d.LookAgain(approval.Until);
        if (d.At >= approval.Until)
            return Reason.Of(ReasonCodes.ApprovalExpired, ("minutes", $"{(approval.Until - r.ProposedAt) / Minute}"));
        var incident = d.State.Incidents[r.Incident];
        var changed = r.Epoch != d.State.Epoch ? "epoch"
            : r.PolicyHash != d.State.HashFor(r.Target.Service) ? "policies"
            : incident.Symptoms.IsEmpty ? "symptoms"
            : incident.Ranking is not { } ranking
                || ranking.Abstained && Domains.WithThem(d.State, ranking).IsEmpty ? null
            : ChangedRanking(d, incident, r);
        return changed is null ? null : Reason.Of(ReasonCodes.ApprovalStale, ("changed", changed));
    }

    /// <summary>What was asked for by hand stays what it is while it is possible at all; what the healer proposed must
    /// still be what it would propose.</summary>
    private static string? ChangedRanking(Deliberation d, Incident incident, Remediation r)
    {
        var judged = JudgedNow(d, incident);
        Horizon.Note(d, judged.Select(j => j.Proposal));
        if (!judged.Any(j => IsOf(j.Proposal, r))) return "diagnosis";
        if (r.Approval!.RequestedBy.Length > 0) return null;
        return judged.Any(j => j.Vetoes.IsEmpty) || FirstOf(judged, d.State, d.At) is { } first && !IsOf(first, r)
            ? "ranking" : null;
    }

    private static int QuorumFor(KernelState state, Proposal proposal) => Math.Max(
        proposal.Policy.Guardrails.Approval?.Quorum ?? 1,
        IsProtected(state, proposal.Target) ? QuorumWhenProtected : 1);
}
