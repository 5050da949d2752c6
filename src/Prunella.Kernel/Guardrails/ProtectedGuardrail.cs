using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids more than low disruption on a protected service.</summary>
/// <remarks>
/// A service with durable state is restarted only because its policy names that recipe: candidates
/// come from the policy's
/// own list, so that consent is given by writing it there, and nowhere else.
/// </remarks>
internal sealed class ProtectedGuardrail : IGuardrail
{
    public string Name => "protected";

    public Reason? Check(Proposal proposal, KernelState state, long at)
    {
        var service = proposal.Target.Service;
        if (proposal.Recipe.Disruption <= Disruption.Low
            || state.Policies.Service(service) is { Protected: false }) return null;
        return Reason.Of(ReasonCodes.Protected, ("service", service.ToString()), ("disruption", $"{proposal.Recipe.Disruption}"));
    }
}
