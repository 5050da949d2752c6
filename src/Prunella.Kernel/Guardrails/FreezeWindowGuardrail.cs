using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>Forbids what is new in the times that the fleet, or any policy that may act on the service, keeps free of
/// changes.</summary>
internal sealed class FreezeWindowGuardrail : IGuardrail
{
    public string Name => "freeze-window";

    public Reason? Check(Proposal proposal, KernelState state, long at) =>
        Forbidding(proposal, state).FirstOrDefault(w => w.EndsAt(at) > 0) is { } window
            ? Reason.Of(ReasonCodes.FreezeWindow, ("window", window.Name))
            : null;

    /// <summary>When the last window that forbids it ends; 0 when none does.</summary>
    public static long Until(Proposal proposal, KernelState state, long at) =>
        Forbidding(proposal, state).Select(w => w.EndsAt(at)).DefaultIfEmpty(0).Max();

    private static IEnumerable<FreezeWindow> Forbidding(Proposal proposal, KernelState state) =>
        Fleet.ActingOn(proposal, state).SelectMany(p => p.Guardrails.FreezeWindows ?? [])
            .Concat(state.Policies.Set.Fleet.FreezeWindows ?? [])
            .Where(w => w.Allow is not { } allowed || proposal.Recipe.Disruption > allowed);
}
