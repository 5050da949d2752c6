using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Trust;

/// <summary>What may be done with a remedy: the strictest of what policy, recipe and trust say.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="Why">Who says so, or null when all let it act.</param>
public sealed record EffectiveMode(Mode Mode, Reason? Why)
{
    /// <summary>Of a proposal as things stand; where several say the same the policy speaks first, then the
    /// recipe.</summary>
    public static EffectiveMode Of(Proposal proposal, KernelState state, long at)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(state);
        var policy = proposal.Policy.Mode;
        var recipe = OfRecipe(proposal.Recipe, state.Policies.Service(proposal.Target.Service));
        // Trust can only narrow what the documents allow, so where they do not allow anything it need not be asked.
        var declared = Stricter(policy, recipe);
        var mode = declared < Mode.Approve ? declared : Stricter(declared, Earned.Allows(proposal, state, at));
        if (mode == Mode.Act) return new EffectiveMode(mode, null);
        var why = policy == mode ? Reason.Of(ReasonCodes.Mode, ("mode", $"{mode}"))
            : recipe == mode ? Reason.Of(ReasonCodes.RecipeMode, ("recipe", proposal.Recipe.Name), ("mode", $"{mode}"))
            : Reason.Of(ReasonCodes.Trust, ("recipe", proposal.Recipe.Name), ("mode", $"{mode}"), ("need", $"{TrustRecord.NeedToAct}"));
        return new EffectiveMode(mode, why);
    }

    private static Mode Stricter(Mode one, Mode other) => (Mode)Math.Min((int)one, (int)other);

    private static Mode OfRecipe(Recipe recipe, ServiceRules? service)
    {
        var mode = recipe.Mode ?? Mode.Act;
        if (recipe.Modes is null) return mode;
        var words = ServiceClass.Of(service).Split('/');
        return recipe.Modes.Where(m => words.Contains(m.Class)).Select(m => m.Mode).Append(mode).Min();
    }
}
