using Prunella.Contracts;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Policies;

/// <summary>A recipe of the catalogue for programs.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Name">By which a policy names it.</param>
/// <param name="What">What it does.</param>
/// <param name="WrongWhen">When it is the wrong remedy.</param>
/// <param name="Faults">Against what.</param>
/// <param name="Disruption">How disturbing.</param>
/// <param name="CanBeCarriedOut">Whether it can be in this version.</param>
/// <param name="Missing">What is missing, when it cannot.</param>
/// <param name="Document">The document, when one recipe is shown; else null.</param>
internal sealed record RecipeAnswer(
    int SchemaVersion, string Name, string What, string WrongWhen, IReadOnlyList<FaultKind> Faults,
    Disruption Disruption, bool CanBeCarriedOut, IReadOnlyList<string> Missing, string? Document)
{
    public static RecipeAnswer Of(CatalogueRecipe r, bool withDocument) => new(
        1, r.Recipe.Name, r.What, r.WrongWhen, r.Recipe.Faults, r.Recipe.Disruption, r.CanBeCarriedOut, r.Missing,
        withDocument ? r.Text : null);
}

/// <summary>The catalogue for people.</summary>
internal static class RecipeText
{
    public static void WriteList(TextWriter to, IReadOnlyList<CatalogueRecipe> recipes)
    {
        var width = recipes.Max(r => r.Recipe.Name.Length);
        foreach (var recipe in recipes)
        {
            to.WriteLine($"{(recipe.CanBeCarriedOut ? "yes" : "no "),-4} {recipe.Recipe.Name.PadRight(width)}  {FirstSentence(recipe.What)}");
            foreach (var missing in recipe.Missing) to.WriteLine($"     {"".PadRight(width)}    missing: {missing}");
        }
        to.WriteLine($"{recipes.Count(r => r.CanBeCarriedOut)} of {recipes.Count} can be carried out in this version; prunella recipe show NAME");
    }

    /// <summary>The document as it is, so that it can be written into a file.</summary>
    public static void Write(TextWriter to, CatalogueRecipe recipe)
    {
        to.Write(recipe.Text);
        foreach (var missing in recipe.Missing) to.WriteLine($"# Cannot be carried out in this version: {missing}.");
    }

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }
}
