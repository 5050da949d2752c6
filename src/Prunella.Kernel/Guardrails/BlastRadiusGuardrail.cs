using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids having too many instances of a service out at once, whoever took them out.</summary>
/// <remarks>A percentage cap rounds down, but to no less than one. A target that serves nothing already adds nothing.</remarks>
internal sealed class BlastRadiusGuardrail : IGuardrail
{
    public string Name => "blast-radius";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (proposal.Target.Kind != SubjectKind.Instance || Fleet.ServesNothing(state, proposal.Target.Instance)) return null;
        var instances = Fleet.InstancesOf(state, proposal.Target.Service);
        var cap = Math.Max(1, instances.Length * proposal.Policy.Guardrails.BlastRadiusPerMille / 1000);
        var removed = instances.Count(i => i != proposal.Target.Instance && Fleet.IsOut(state, i)) + 1;
        return removed > cap ? Reason.Of(ReasonCodes.BlastRadius, ("out", $"{removed}"), ("cap", $"{cap}")) : null;
    }
}
