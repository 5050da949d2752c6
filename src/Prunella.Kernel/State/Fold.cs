using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Silences;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.State;

/// <summary>Folds one event into the state: one line per kind of event, the work in the fold of its subject.</summary>
/// <remarks>No lambda may stand in the lines: one alone makes every event pay for an object with room for
/// all.</remarks>
internal static class Fold
{
    public static KernelState Apply(KernelState state, KernelEvent @event, Func<string, PolicySet> policySets) =>
        @event switch
        {
            EpochOpened e => Open(state, e),
            PolicySetActivated e => PolicyFold.Activate(state, e, policySets),
            PolicySetStaged e => PolicyFold.Stage(state, e, policySets),
            PolicySetWithdrawn e => PolicyFold.Withdraw(state, e),
            ShadowDecided e => IncidentFold.Shadow(state, e),
            Frozen e =>
                state with { Freezes = state.Freezes.SetItem(e.Source, new FreezeState(e.Source, e.By, e.Why, e.At)) },
            Unfrozen e => state with
            {
                Freezes = state.Freezes.Remove(e.Source),
                HandsOff = Notes.Lifts(e.Source) ? state.HandsOff.Clear() : state.HandsOff,
            },
            Silenced e => state with
            {
                Silences = state.Silences.SetItem(
                    e.Subject.Text, new Silence(e.Subject, e.By, e.Because, e.Debug, e.Until, e.At)),
            },
            Unsilenced e => state with { Silences = state.Silences.Remove(e.Subject.Text) },
            StormNoted e => Storms.Fold(state, e),
            CanariesChecked => state,
            VerdictNoted e => Note(state, e.Verdict),
            CoverageNoted e => state with { Coverage = state.Coverage.SetItem(e.Coverage.Subject.Text, e.Coverage) },
            RankingsNoted e => state with { Rankings = [.. e.Rankings] },
            ReflexEjected e =>
                state with { ReflexEjections = state.ReflexEjections.SetItem(e.Instance.ToString(), e.Gateway) },
            ReflexRestored e => state with { ReflexEjections = state.ReflexEjections.Remove(e.Instance.ToString()) },
            InvariantBroken e => state with { HandsOff = state.HandsOff.Add(HandsOffKey(e)) },
            IncidentOpened e => IncidentFold.Open(state, e),
            SymptomJoined e => IncidentFold.Join(state, e),
            SymptomCleared e => IncidentFold.Clear(state, e),
            IncidentDiagnosed e => IncidentFold.Diagnose(state, e),
            RemediesWeighed e => IncidentFold.Weigh(state, e),
            NothingDone e => IncidentFold.DoNothing(state, e),
            IncidentEscalated e => IncidentFold.Escalate(state, e),
            IncidentClosed e => MarkFold.Close(state, e),
            IncidentMarked e => MarkFold.Mark(state, e),
            MarkWithdrawn e => MarkFold.Withdraw(state, e),
            RemediationProposed e => RemediationFold.Propose(state, e),
            RemediationMoved e => RemediationFold.Move(state, e),
            ApprovalAsked e => ApprovalFold.Ask(state, e),
            ApprovalGiven e => ApprovalFold.Give(state, e),
            ApprovalDenied e => ApprovalFold.Deny(state, e),
            DoseChanged e => RemediationFold.Dose(state, e),
            OrderIssued e => RemediationFold.Issue(state, e),
            OrderSettled e => RemediationFold.Settle(state, e),
            VerificationAsked e => RemediationFold.Ask(state, e),
            VerificationNoted e => RemediationFold.Note(state, e),
            RehearsalAsked e => Rehearsals.Fold(state, e),
            RehearsalNoted e => Rehearsals.Fold(state, e),
            OutcomeLearned e => state with { Records = Records.Fold(state.Records, e) },
            TrustEvidenceNoted e => state with { Trust = Earned.Fold(state.Trust, e) },
            _ => throw new InvalidOperationException($"The event {@event.GetType().Name} has no fold."),
        };

    /// <summary>
    /// The detectors begin anew with the loop: what their predecessors said is known of nobody any more, and stands
    /// neither for health nor against it until it is said again.
    /// </summary>
    private static KernelState Open(KernelState state, EpochOpened e) => state with
    {
        JournalBirth = e.JournalBirth,
        Epoch = e.Epoch,
        Transient = state.Transient.Clear(),
        Coverage = state.Coverage.Clear(),
        Verdicts = VerdictMap.Of(state.Verdicts.Select(said => said.Changed(v => Unknown(v, e.At)))),
    };

    private static Verdict Unknown(Verdict remembered, long at) => remembered with
    {
        Health = Health.Unknown,
        ConfidencePerMille = 0,
        CalibratedBy = null,
        SinceUnixNanos = at,
        Positive = false,
    };

    private static KernelState Note(KernelState state, Verdict verdict)
    {
        var before = state.VerdictsOn(verdict.Subject);
        var after = before.With(verdict);
        var verdicts = state.Verdicts.With(after);
        var isBad = verdict.Health == Health.Unhealthy;
        // Most verdicts are of health, while nothing is transient: then there is no key to look for.
        var key = isBad || !state.Transient.IsEmpty ? VerdictKey.Whole(verdict) : "";
        var home = isBad ? IncidentFold.HomeOf(state, key) : null;
        var told = state with
        {
            Verdicts = verdicts,
            Zones = state.CountZones().After(verdicts, verdict.Subject, before.IsBad, after.IsBad),
            Transient = key.Length == 0 ? state.Transient
                : isBad && home is null ? state.Transient.SetItem(key, verdict)
                : state.Transient.Remove(key),
        };
        return home is null ? told : IncidentFold.Strengthen(told, home, verdict);
    }

    private static string HandsOffKey(InvariantBroken e) =>
        e.Reason.Parameters.FirstOrDefault(p => p.Name == "service")?.Value ?? "*";
}
