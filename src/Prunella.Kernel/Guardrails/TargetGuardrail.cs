using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids acting on what no document declares: an empty or ambiguous target is an error,
/// never "all".</summary>
/// <remarks>An undeclared target has no peers to be counted among, so no floor and no cap could protect it.</remarks>
internal sealed class TargetGuardrail : IGuardrail
{
    public string Name => "target";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var target = proposal.Target;
        return IsDeclared(state, target) ? null : Reason.Of(ReasonCodes.Undeclared, ("target", target.ToString()));
    }

    public static bool IsDeclared(KernelState state, Subject target) =>
        !string.IsNullOrEmpty(target.Text) && target.Kind switch
        {
            SubjectKind.Instance => state.Policies.Instance(target.Instance) is not null,
            SubjectKind.Dependency => state.Policies.CallersOf(target.Service).Any(r => r.Id == target.Dependency),
            SubjectKind.Zone or SubjectKind.Region => !Fleet.MembersIn(state, target).IsEmpty,
            _ => state.Policies.Service(target.Service) is not null,
        };
}
