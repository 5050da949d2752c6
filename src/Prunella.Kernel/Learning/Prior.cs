using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Learning;

/// <summary>What is believed of a recipe before it has a record, and how much that belief weighs.</summary>
/// <remarks>
/// The author's word, or a default by disruption, counts as ten outcomes: two or three failures already
/// move the bound by more than a tenth, and a month of successes outweighs it. Eight in ten by default for whatever
/// acts on its target: the recipe was written for that fault, and its precondition has been checked. What disturbs
/// nobody (telling a person) or cannot be taken back is believed to help in half of the cases: the one acts on nothing,
/// the other is for a person to judge. All chosen by feel.
/// </remarks>
public static class Prior
{
    /// <summary>How many outcomes the belief counts for.</summary>
    public const int Weight = 10;

    private const int Acts = 800;
    private const int Half = 500;

    /// <summary>Least and greatest belief: nothing is sure before it was tried, and the bound needs one count on each
    /// side.</summary>
    private const int Least = 100;

    private const int Greatest = 900;

    /// <summary>The believed efficacy in per mille: declared, or by disruption; 100 to 900.</summary>
    public static int Of(Recipe recipe) => Math.Clamp(
        recipe.EfficacyPerMille ?? recipe.Disruption switch
        {
            Disruption.None or Disruption.Irreversible => Half,
            _ => Acts,
        },
        Least, Greatest);

    /// <summary>The lower bound in per mille of what a recipe achieves, with its record or without one.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="record">Faded to now, or null.</param>
    public static int LowerBound(Recipe recipe, EfficacyRecord? record)
    {
        var believed = Of(recipe);
        return BetaBound.PerMille(
            believed * (BetaBound.One * Weight / 1000) + (record?.Successes ?? 0),
            (1000 - believed) * (BetaBound.One * Weight / 1000) + (record?.Failures ?? 0));
    }
}
