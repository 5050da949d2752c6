using Prunella.Contracts;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>A remedy that might be tried.</summary>
/// <param name="Incident">For which incident.</param>
/// <param name="Policy">Under which policy.</param>
/// <param name="Recipe">Which recipe.</param>
/// <param name="Target">On what.</param>
/// <param name="Suspect">Because of whom.</param>
/// <param name="Misfit">Why the recipe cannot even be applied to it, or null.</param>
public sealed record Proposal(
    Incident Incident, Policy Policy, Recipe Recipe, Subject Target, Suspect Suspect, Reason? Misfit)
{
    /// <summary>How much of it is to be given now, in per mille: the first dose of a recipe that grows, all of any
    /// other.</summary>
    public int DosePerMille { get; init; } = Recipe.Dose()?.StartPerMille ?? 1000;
}

/// <summary>A rule that can only forbid.</summary>
/// <remarks>
/// It reads proposal, state and time, and nothing else. What it cannot know it forbids; when it throws, the proposal is
/// refused. It never changes a proposal, so one more guardrail can only make the admissible set smaller.
/// </remarks>
public interface IGuardrail
{
    /// <summary>Stable, in reasons and documents.</summary>
    string Name { get; }

    /// <summary>Null to let pass, or the veto's reason.</summary>
    Reason? Check(Proposal proposal, KernelState state, long at);
}
