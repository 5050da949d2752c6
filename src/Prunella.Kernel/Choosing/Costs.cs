using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Choosing;

/// <summary>What a remedy costs, whether it helps or not, in per mille of what a sure cure is worth.</summary>
/// <remarks>
/// Chosen by feel, from three wishes: what disturbs little is worth trying on a suspect that is 40 % likely, on belief
/// alone; two failures of a mild recipe do not make a disturbing one the better choice, three do; what
/// touches a large share of the traffic wants a suspect that is nearly sure. Guardrails hold bounds; costs only
/// order what they admit.
/// </remarks>
internal static class Costs
{
    /// <summary>Of taking away a whole service that still serves.</summary>
    private const int WholeService = 100;

    /// <summary>Of its disruption, as the recipe declares it.</summary>
    public static int Of(Disruption disruption) => disruption switch
    {
        Disruption.None => 0,
        Disruption.Low => 20,
        Disruption.Medium => 100,
        Disruption.High => 300,
        _ => 1000,
    };

    /// <summary>Of what still serves and would be taken away, as a share of the service.</summary>
    public static int Blast(Proposal proposal, KernelState state) =>
        TakenPerMille(proposal, state) * WholeService / 1000;

    /// <summary>Of a zone or region: what the first dose takes from those that still stand.</summary>
    private static int ShiftedPerMille(
        Proposal proposal, KernelState state, ImmutableArray<Subject> instances) =>
        instances.IsEmpty || !proposal.Recipe.RemovesCapacity() ? 0
        : Fleet.MembersIn(state, proposal.Target).Count(i => Fleet.Stands(state, i)) * proposal.DosePerMille
            / instances.Length;

    private static int TakenPerMille(Proposal proposal, KernelState state)
    {
        var instances = Fleet.MembersOf(state, proposal.Target.Service);
        if (proposal.Target.Kind == SubjectKind.Dependency)
        {
            if (!proposal.Recipe.RemovesCapacity()) return 0;
            return instances.IsEmpty ? 1000 : instances.Count(i => Fleet.Stands(state, i)) * 1000 / instances.Length;
        }
        if (proposal.Target.Kind != SubjectKind.Instance) return ShiftedPerMille(proposal, state, instances);
        return Fleet.CostsCapacity(proposal, state)
            ? proposal.DosePerMille / Math.Max(1, instances.Length) : 0;
    }
}
