using Prunella.Runtime.Configuration;

namespace Prunella.Cli.Policies;

/// <summary>What a check found, for programs.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Clean">Neither an error nor a warning.</param>
/// <param name="Errors">What keeps the set from being activated.</param>
/// <param name="Warnings">What is allowed and probably not meant.</param>
internal sealed record CheckAnswer(
    int SchemaVersion, bool Clean, IReadOnlyList<ConfigurationError> Errors, IReadOnlyList<ConfigurationError> Warnings)
{
    public static CheckAnswer Of(ConfigurationResult result) =>
        new(1, result.Errors.Count + result.Warnings.Count == 0, result.Errors, result.Warnings);
}

/// <summary>What a check found, for people.</summary>
internal static class CheckText
{
    public static void Write(TextWriter to, string path, ConfigurationResult result)
    {
        foreach (var error in result.Errors) to.WriteLine(error);
        foreach (var warning in result.Warnings) to.WriteLine("warning: " + warning);
        if (result.Configuration?.Policies is { } set)
        {
            var clean = result.Warnings.Count == 0 ? "clean" : $"may be activated, {Many(result.Warnings.Count, "warning")}";
            to.WriteLine($"{path}: {clean}: {Many(set.Services.Count, "service")}, {Many(set.Policies.Count, "policy", "policies")}, {Many(set.Recipes.Count, "recipe")}");
            return;
        }
        to.WriteLine($"{path}: refused: {Many(result.Errors.Count, "error")}, {Many(result.Warnings.Count, "warning")}; nothing was activated or changed");
    }

    private static string Many(int count, string one, string? several = null) =>
        $"{count} {(count == 1 ? one : several ?? one + "s")}";
}
