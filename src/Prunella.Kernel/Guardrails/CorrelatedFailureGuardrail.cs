using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids disturbing single instances while most of a service looks bad: suspect the observer or a shared cause.</summary>
/// <remarks>
/// What lapses by itself on a route (breaker, fallback) stays allowed. Starting again what is positively dead takes nothing
/// away and stays allowed, too.
/// </remarks>
internal sealed class CorrelatedFailureGuardrail : IGuardrail
{
    public string Name => "correlated-failure";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        if (proposal.Target.Kind != SubjectKind.Instance || Fleet.IsDead(state, proposal.Target.Instance)) return null;
        var instances = Fleet.InstancesOf(state, proposal.Target.Service);
        if (instances.IsEmpty) return Reason.Of(ReasonCodes.CorrelatedFailure, ("bad", "unknown"), ("of", "0"));
        var bad = instances.Count(i => Fleet.LooksBad(state, i));
        return bad * 2 > instances.Length
            ? Reason.Of(ReasonCodes.CorrelatedFailure, ("bad", $"{bad}"), ("of", $"{instances.Length}"))
            : null;
    }
}
