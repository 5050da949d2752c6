using System.Collections.Immutable;

using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>All guardrails, in the order in which their vetoes are told.</summary>
internal static class GuardrailList
{
    public static readonly ImmutableArray<IGuardrail> All =
    [
        new TargetGuardrail(), new FreezeGuardrail(), new HandsOffGuardrail(), new DeniedGuardrail(),
            new ModeGuardrail(),
            new IrreversibleGuardrail(), new ProtectedGuardrail(),
        new CoverageGuardrail(), new CorrelatedFailureGuardrail(), new MinHealthyGuardrail(),
            new BlastRadiusGuardrail(),
        new EfficacyGuardrail(), new CooldownGuardrail(), new BudgetGuardrail(), new ConcurrencyGuardrail(),
            new NeighbourhoodGuardrail(),
    ];

    /// <summary>Every veto; empty when all let it pass.</summary>
    public static ImmutableArray<Reason> Check(Proposal proposal, KernelState state, long at) =>
        Check(All, proposal, state, at);

    /// <summary>The same with another list, for tests of what a further guardrail may do.</summary>
    public static ImmutableArray<Reason> Check(ImmutableArray<IGuardrail> guardrails, Proposal proposal,
        KernelState state, long at)
    {
        var vetoes = ImmutableArray.CreateBuilder<Reason>();
        foreach (var guardrail in guardrails)
        {
            if (Ask(guardrail, proposal, state, at) is { } veto) vetoes.Add(veto);
        }
        return vetoes.ToImmutable();
    }

    /// <summary>Times at which a veto that passes by itself will have passed.</summary>
    public static IEnumerable<long> WorthWaitingFor(Proposal proposal, KernelState state, long at)
    {
        long[] ends = [CooldownGuardrail.Until(proposal, state), BudgetGuardrail.Until(proposal, state, at),
            EfficacyGuardrail.Until(proposal, state)];
        return ends.Where(end => end > at);
    }

    private static Reason? Ask(IGuardrail guardrail, Proposal proposal, KernelState state, long at)
    {
        try
        {
            return guardrail.Check(proposal, state, at);
        }
        catch (Exception)
        {
            // Whatever is wrong with a guard, it must not become a permission.
            return Reason.Of(ReasonCodes.GuardFailed, ("guardrail", guardrail.Name));
        }
    }
}
