using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids having too many instances of a service out at once, whoever took them out.</summary>
/// <remarks>
/// A percentage cap rounds down, but to no less than one. A target that serves nothing already adds
/// nothing, and what is only shifted away in part counts in part. The lowest cap
/// of all policies that may act on the service holds for each of them. Where cap and floor differ
/// the floor wins, because
/// both must let pass.
/// </remarks>
internal sealed class BlastRadiusGuardrail : IGuardrail
{
    public string Name => "blast-radius";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (!Fleet.CostsCapacity(proposal, state)) return null;
        var instances = Fleet.MembersOf(state, proposal.Target.Service);
        var cap = Fleet.ActingOn(proposal, state).Min(p => CapOf(p.Guardrails.BlastRadiusPerMille, instances.Length));
        var removed = instances.Sum(i => (long)Fleet.TakenWith(proposal, state, i));
        return removed > cap * 1000L
            ? Reason.Of(ReasonCodes.BlastRadius, ("out", $"{(removed + 999) / 1000}"), ("cap", $"{cap}"))
            : null;
    }

    public static int CapOf(int perMille, int instances) => Math.Max(1, instances * perMille / 1000);
}
