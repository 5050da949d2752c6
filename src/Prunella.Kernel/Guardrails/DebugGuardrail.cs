using Prunella.Contracts;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids touching what a person has under debug.</summary>
internal sealed class DebugGuardrail : IGuardrail
{
    public string Name => "debug";

    public Reason? Check(Proposal proposal, KernelState state, long at) => Brake(state, proposal.Target);

    /// <summary>Of a zone or region every instance counts: one that is under debug must not lose its traffic
    /// either.</summary>
    public static Reason? Brake(KernelState state, Subject target)
    {
        if (state.Silences.IsEmpty) return null;
        var touched = target.Kind is SubjectKind.Zone or SubjectKind.Region
            ? Fleet.MembersIn(state, target).Prepend(target)
            : [target];
        return touched.Select(state.DebuggedBy).FirstOrDefault(s => s is not null) is { } silence
            ? Reason.Of(ReasonCodes.UnderDebug, ("subject", silence.Subject.ToString()), ("by", silence.By))
            : null;
    }
}
