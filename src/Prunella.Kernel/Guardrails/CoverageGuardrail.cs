using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids acting on too few witnesses: a missing signal is neither health nor failure.</summary>
/// <remarks>
/// Somebody must see the target now, or there must be positive evidence of death. Pushed telemetry
/// alone can be forged or
/// lost with its sender, so it permits nothing that disturbs more than a little.
/// </remarks>
internal sealed class CoverageGuardrail : IGuardrail
{
    public string Name => "coverage";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var suspect = proposal.Suspect.Subject;
        var evidence = Fleet.UnhealthyOn(state, suspect).ToArray();
        if (evidence.Any(v => v.Positive)) return null;
        if (state.Coverage.TryGetValue(suspect.Text, out var seen) && seen.Witnesses == Witness.None)
            return Veto(Witness.None, proposal);
        var witnesses = evidence.Aggregate(Witness.None, (all, v) => all | v.Witnesses);
        var tooFew = witnesses == Witness.None
            || witnesses == Witness.Telemetry && proposal.Recipe.Disruption > Disruption.Low;
        return tooFew ? Veto(witnesses, proposal) : null;
    }

    private static Reason Veto(Witness witnesses, Proposal proposal) =>
        Reason.Of(ReasonCodes.Coverage, ("witnesses", $"{witnesses}"), ("disruption", $"{proposal.Recipe.Disruption}"));
}
