using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Choosing;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Incidents;

/// <summary>For each open incident without a remedy under way: which recipe, on what, and why (or
/// why nothing).</summary>
/// <remarks>
/// Every suspect, policy and recipe is looked at and recorded, refused ones with their veto. Which of the admitted is
/// done, and whether any is, <see cref="Choice"/> says by expected gain.
/// </remarks>
internal static class Weighing
{
    /// <summary>Ten times what a diagnosis needs in the demo; chosen by feel: after that a person
    /// should know that nothing is done.</summary>
    private const long Patience = 30_000_000_000;

    public static void Review(Deliberation d)
    {
        d.Attention.Each(d, Review);
    }

    private static void Review(Deliberation d, string id)
    {
        var incident = d.State.Incidents[id];
        if (!incident.Symptoms.IsEmpty && !RemediationFold.IsUnderWay(d.State, id)) Weigh(d, incident);
    }

    private static void Weigh(Deliberation d, Incident incident)
    {
        if (incident.Ranking is not { Suspects.Count: > 0 } ranking)
        {
            Nothing(d, incident, Reason.Of(ReasonCodes.NoSuspect));
            return;
        }
        if (ranking.Abstained && Domains.WithThem(d.State, ranking).IsEmpty)
        {
            var second = ranking.Suspects.Count > 1 ? ranking.Suspects[1].Subject.Text : "";
            Nothing(d, incident, Reason.Of(ReasonCodes.Abstained, ("first", ranking.Suspects[0].Subject.Text), ("second", second)));
            return;
        }
        var proposals = Candidates.Of(d.State, incident, ranking, d.At);
        if (proposals.IsEmpty)
        {
            Nothing(d, incident, WhyNoCandidate(d, ranking.Suspects[0]));
            return;
        }
        Choose(d, incident, proposals);
    }

    /// <summary>What would be done of all that was judged, and why it is not, where waiting or doing nothing promises
    /// more.</summary>
    public static Choice ChoiceAmong(IEnumerable<Asking.Judged> judged, KernelState state, long at) =>
        Choice.Among([.. judged.Where(j => j.Vetoes.IsEmpty).Select(j => j.Proposal)], state, at);

    private static void Choose(Deliberation d, Incident incident, ImmutableArray<Proposal> proposals)
    {
        var judged = proposals.Select(p =>
            (Proposal: p, Vetoes: p.Misfit is { } misfit ? [misfit] : GuardrailList.Check(p, d.State, d.At))).ToArray();
        Horizon.Note(d, proposals);
        Rehearsals.LookAgain(d, proposals);
        var choice = ChoiceAmong(judged.Select(j => new Asking.Judged(j.Proposal, j.Vetoes)), d.State, d.At);
        var ask = choice.Best is null
            ? Asking.FirstOf(judged.Select(j => new Asking.Judged(j.Proposal, j.Vetoes)), d.State, d.At)
            : null;
        var weighed = judged.Select(j => Weighed(d, j.Proposal, j.Vetoes, choice, ask)).ToArray();
        if (IncidentFold.TextOf(weighed) != incident.LastWeighing)
            d.Emit(new RemediesWeighed(incident.Id, weighed, choice.Alternatives, d.At));
        if (choice is { Best: { } best, Instead: null })
        {
            Do(d, incident, best);
            return;
        }
        if (choice.Instead is { } instead)
        {
            d.LookAgain(Waiting.NextChange(incident, d.At));
            HoldBack(d, incident, instead, choice.AskAgainAt);
            return;
        }
        if (ask is not null)
        {
            Asking.Ask(d, ask);
            return;
        }
        foreach (var wait in judged.SelectMany(j => GuardrailList.WorthWaitingFor(j.Proposal, d.State, d.At)))
            d.Wake(wait, "weigh/" + incident.Id);
        var reason = Reason.Of(ReasonCodes.NoneAdmitted, ("count", $"{proposals.Length}"));
        // What is too uncertain may become certain; it is no remedy to hope for, and none to despair of.
        var inReach = judged.Where(j => !j.Vetoes.Any(v => v.Code == ReasonCodes.TooUncertain)).ToArray();
        if (inReach.Length == 0)
        {
            Nothing(d, incident, reason);
            return;
        }
        Say(d, incident, reason);
        if (!inReach.All(j => j.Vetoes.Any(NeedsPerson))) return;
        var tell = inReach.All(j => MayPass(d, j.Proposal)) ? incident.OpenedAt + Patience : d.At;
        if (tell > d.At) d.Wake(tell, "alone/" + incident.Id);
        else d.TellPerson(incident.Id, inReach[0].Vetoes.First(NeedsPerson), Handover(incident));
    }

    /// <summary>It is done, once where it leads to has been tried a moment ago.</summary>
    private static void Do(Deliberation d, Incident incident, Proposal best)
    {
        if (Rehearsals.IsFresh(d, best)) Steps.Propose(d, best);
        else Say(d, incident, Reason.Of(ReasonCodes.RehearsalAwaited, ("recipe", best.Recipe.Name)));
    }

    /// <summary>What is allowed promises less than waiting, or than doing nothing.</summary>
    private static void HoldBack(Deliberation d, Incident incident, Reason instead, long askAgainAt)
    {
        if (askAgainAt <= d.At)
        {
            Nothing(d, incident, instead);
            return;
        }
        d.Wake(askAgainAt, "weigh/" + incident.Id);
        Say(d, incident, instead);
    }

    /// <summary>No recipe fits, and it is not a death: a cold start or a burst is over before anybody has read
    /// of it.</summary>
    private static bool MayPass(Deliberation d, Proposal proposal) =>
        proposal.Misfit is not null
        && !Fleet.UnhealthyOn(d.State, proposal.Suspect.Subject).Any(v => v.Positive);

    /// <summary>Vetoes that time alone will not lift.</summary>
    private static bool NeedsPerson(Reason veto) => veto.Code is not (ReasonCodes.Cooldown or ReasonCodes.Concurrency
        or ReasonCodes.Neighbourhood or ReasonCodes.Frozen);

    private static WeighedRemedy Weighed(Deliberation d, Proposal p, ImmutableArray<Reason> vetoes,
        Choice choice, Proposal? ask)
    {
        var isBest = ReferenceEquals(p, choice.Best);
        ImmutableArray<Reason> reasons = vetoes;
        if (vetoes.IsEmpty)
        {
            reasons =
            [
                !isBest ? Reason.Of(ReasonCodes.NotFirst, ("after", choice.Best?.Recipe.Name ?? ""))
                : choice.Instead ?? Reason.Of(ReasonCodes.Chosen, ("probability", $"{p.Suspect.ProbabilityPerMille}"), ("disruption", $"{p.Recipe.Disruption}")),
            ];
        }
        else if (ReferenceEquals(p, ask))
        {
            reasons = reasons.Add(Asking.Needed(d.State, p));
        }
        if (p.Misfit is null) reasons = reasons.Add(Gain.Of(p, d.State, d.At).AsReason());
        if (p.Target.Kind == SubjectKind.Instance
            && d.State.ReflexEjections.TryGetValue(p.Target.Instance.ToString(), out var gateway))
            reasons = reasons.Add(Reason.Of(ReasonCodes.ReflexFirst, ("gateway", gateway)));
        var isChosen = isBest && choice.Instead is null || ReferenceEquals(p, ask);
        return new WeighedRemedy(p.Policy.Name, p.Recipe.Name, p.Target, isChosen, reasons);
    }

    private static Reason WhyNoCandidate(Deliberation d, Suspect suspect) =>
        !Fleet.IsBad(d.State, suspect.Subject) ? Reason.Of(ReasonCodes.NoSuspect)
        : d.State.Policies.PoliciesFor(suspect.Subject.Service).IsEmpty
            ? Reason.Of(ReasonCodes.NoPolicy, ("service", suspect.Subject.Service.ToString()))
        : d.State.Policies.PoliciesFor(suspect.Subject.Service).All(p => !p.Covers(suspect.Subject))
            ? Reason.Of(ReasonCodes.NoPolicy, ("service", suspect.Subject.Text))
            : Reason.Of(ReasonCodes.NoRecipe, ("fault", $"{suspect.Fault}"));

    /// <summary>Nothing can be thought of, perhaps only for want of a better diagnosis; a person is
    /// told when that lasts.</summary>
    private static void Nothing(Deliberation d, Incident incident, Reason reason)
    {
        Say(d, incident, reason);
        // What lingers after a remedy that helped is the detectors' forgetting, not trouble that nobody sees to.
        if (incident.Tried.Any(t => t.Helped)) return;
        var tell = incident.OpenedAt + Patience;
        if (tell > d.At) d.Wake(tell, "alone/" + incident.Id);
        else d.TellPerson(incident.Id, reason, $"Incident {incident.Id} needs a person: nothing has been done about it ({reason}).");
    }

    private static void Say(Deliberation d, Incident incident, Reason reason)
    {
        d.Because(reason);
        if (incident.LastNothing != reason.ToString()) d.Emit(new NothingDone(incident.Id, reason, d.At));
    }

    /// <summary>The first line; what was seen, tried and considered is put beside it where it is told.</summary>
    private static string Handover(Incident incident) =>
        $"Incident {incident.Id} needs a person: {incident.Ranking?.Suspects[0].Why}";
}
