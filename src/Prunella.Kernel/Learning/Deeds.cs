using System.Security.Cryptography;
using System.Text;

using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Learning;

/// <summary>What a recipe does and by what it is judged, as a short hash: a recipe with other steps under the same name
/// is another remedy, and has to earn its own record.</summary>
public static class Deeds
{
    private const int Length = 12;

    /// <summary>Twelve hex digits over target, steps and expected outcome. Lease, disruption and confidence are not in
    /// it: they change when it is used, not what it does.</summary>
    public static string Of(Recipe recipe) => Hash(
        $"{recipe.Target}|{string.Join(',', recipe.Steps.Select(Of))}"
        + $"|{recipe.RecoversPerMille}|{recipe.WithinNanos}|{recipe.SettleNanos}{Expected(recipe)}");

    /// <summary>Nothing where the document says nothing, so that records from before are still found.</summary>
    private static string Expected(Recipe recipe) => recipe.Signals is null && recipe.RecoversAtMostPerMille is null
        ? ""
        : $"|{string.Join(',', recipe.Signals ?? [])}|{recipe.RecoversAtMostPerMille}";

    private static string Of(RecipeStep step) => step.Dose is { } dose
        ? $"{step.Verb} {step.Amount} {dose.GrowPerMille} {dose.MostPerMille}"
        : $"{step.Verb} {step.Amount}{step.Flag}";

    internal static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
}
