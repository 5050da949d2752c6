using System.Text;

using Prunella.Contracts;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents;
using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Configuration;

/// <summary>The catalogue and the steps as tables of the reference page.</summary>
internal static class RecipePage
{
    /// <summary>A section by its name: <c>list</c>, <c>steps</c> or <c>recipes</c>.</summary>
    public static string Section(string name) => name switch
    {
        "list" => List(),
        "steps" => Steps(),
        _ => string.Join('\n', RecipeCatalogue.All.Select(Recipe)),
    };

    private static string List()
    {
        var table = new StringBuilder("| Recipe | Against | Disruption | In this version |\n|---|---|---|---|\n");
        foreach (var r in RecipeCatalogue.All)
            table.Append($"| [{r.Recipe.Name}](#{r.Recipe.Name}) | {Faults(r.Recipe)} | {Words.Of(r.Recipe.Disruption)} | {Today(r)} |\n");
        return table.ToString();
    }

    private static string Steps()
    {
        var table = new StringBuilder("| Step | Acts on | Leaves behind | Amount | Takes away | Carried out by | In this version |\n|---|---|---|---|---|---|---|\n");
        foreach (var step in StepFields.All)
        {
            var facts = step.Verb.Facts();
            table.Append($"| `{step.Field.Key}` | {Words.Of(facts.On)} | {Leaves(facts)} | {Amount(facts)} | {(facts.TakesCapacity ? "yes" : "no")} | {facts.Actuator} | {(facts.IsPresent ? "yes" : "no")} |\n");
        }
        return table.ToString();
    }

    private static string Recipe(CatalogueRecipe shipped)
    {
        var r = shipped.Recipe;
        var asked = string.Join("; ", RecipeWords.Asked(r));
        return $"""
            ### {r.Name}

            {shipped.What}

            - **Wrong when**: {shipped.WrongWhen}
            - **Against**: {Faults(r)}; the suspect at least {ObjectiveWords.Share(r.ConfidencePerMille)} likely
            - **Only when**: {(asked.Length > 0 ? asked : "nothing is asked")}
            - **Tried before**: {(r.Rehearsal is null ? "not" : RecipeWords.Rehearsed(r))}
            - **Steps**: {RecipeWords.Steps(r)}
            - **Expected**: {RecipeWords.Expected(r)}, judged {Judged(r)}
            - **Taken back**: {Back(r)}
            - **Disruption**: {Words.Of(r.Disruption)}
            - **In this version**: {Today(shipped)}

            """;
    }

    private static string Judged(Recipe r) =>
        $"after {Quantities.Say(r.SettleNanos)} and by {Quantities.Say(r.SettleNanos + r.WithinNanos)}";

    private static string Today(CatalogueRecipe r) =>
        r.CanBeCarriedOut ? "yes" : $"no: {string.Join("; ", r.Missing)}";

    private static string Faults(Recipe r) =>
        r.Faults.Count == Enum.GetValues<FaultKind>().Length ? "everything" : string.Join(", ", r.Faults.Select(Words.Of));

    private static string Leaves(VerbFacts facts) => facts.Leaves switch
    {
        Contracts.Leaves.Lease => "what lapses with its lease",
        Contracts.Leaves.Change => "what lasts",
        _ => "nothing",
    };

    private static string Amount(VerbFacts facts) => facts.Unit switch
    {
        AmountUnit.PerMille => $"{ObjectiveWords.Share((int)facts.Least)} to {ObjectiveWords.Share((int)facts.Most)}",
        AmountUnit.PerSecond => $"{facts.Least} to {facts.Most} a second",
        AmountUnit.Milliseconds => $"{Quantities.Say(facts.Least * Bounds.Millisecond)} to {Quantities.Say(facts.Most * Bounds.Millisecond)}",
        AmountUnit.Count => $"{facts.Least} to {facts.Most}",
        _ => "none",
    };

    private static string Back(Recipe r) => r.LeaseNanos > 0
        ? $"{Words.Of(r.Rollback ?? Rollback.Restore)}; a lease of {Quantities.Say(r.LeaseNanos)}, renewed up to {Quantities.Say(r.MaxHoldNanos)}, that {(r.OnHealerLoss == OnHealerLoss.Lapse ? "lapses" : "stays")} when the healer is gone"
        : Words.Of(r.Rollback ?? Rollback.Nothing);
}
