using System.Collections.Immutable;

using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>All guardrails, in the order in which their vetoes are told.</summary>
internal static class GuardrailList
{
    /// <summary>A thousand instances with a thousand remedies: far above any fleet, some milliseconds.</summary>
    private const long MostWork = 1_000_000;

    public static readonly ImmutableArray<IGuardrail> All =
    [
        new TargetGuardrail(), new FreezeGuardrail(), new HandsOffGuardrail(), new DebugGuardrail(),
            new FreezeWindowGuardrail(), new StormGuardrail(), new DeniedGuardrail(), new ModeGuardrail(),
            new IrreversibleGuardrail(), new ProtectedGuardrail(),
        new CoverageGuardrail(), new CorrelatedFailureGuardrail(), new MinHealthyGuardrail(),
            new BlastRadiusGuardrail(),
        new EfficacyGuardrail(), new CooldownGuardrail(), new BudgetGuardrail(), new ConcurrencyGuardrail(),
            new NeighbourhoodGuardrail(),
    ];

    /// <summary>Those that are asked again before more of a remedy is given: all but the ones that count beginnings and
    /// the ones whose question is answered (mode, approval, record).</summary>
    public static readonly ImmutableArray<IGuardrail> OfMore =
    [
        new TargetGuardrail(), new FreezeGuardrail(), new HandsOffGuardrail(), new DebugGuardrail(),
            new FreezeWindowGuardrail(), new StormGuardrail(), new DeniedGuardrail(), new CoverageGuardrail(),
            new CorrelatedFailureGuardrail(), new MinHealthyGuardrail(), new BlastRadiusGuardrail(),
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
            EfficacyGuardrail.Until(proposal, state), FreezeWindowGuardrail.Until(proposal, state, at),
            state.DebuggedBy(proposal.Target)?.Until ?? 0];
        return ends.Where(end => end > at);
    }

    /// <summary>What a guard may have to look at: it walks the instances of a service with what is under way for each,
    /// and what was spent, failed and silenced. Pure code has no clock, so its time is bounded by this.</summary>
    private static long WorkFor(Proposal proposal, KernelState state)
    {
        var target = proposal.Target;
        var instances = string.IsNullOrEmpty(target.Text) ? 0 : Fleet.MembersOf(state, target.Service).Length;
        return (long)(instances + 1) * (state.Remediations.Count + 1)
            + state.Spent.Length + state.Failures.Length + state.Silences.Count;
    }

    private static Reason? Ask(IGuardrail guardrail, Proposal proposal, KernelState state, long at)
    {
        if (WorkFor(proposal, state) is > MostWork and var work)
            return Reason.Of(ReasonCodes.GuardTooSlow, ("guardrail", guardrail.Name), ("work", $"{work}"));
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
