namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>A kind of document: its name, and what may stand in its <c>spec</c>.</summary>
internal sealed record DocumentKind(string Name, string What, Shape Spec)
{
    /// <summary>All kinds, in the order in which people should read them.</summary>
    public static readonly IReadOnlyList<DocumentKind> All =
    [
        new("Fleet", "What is healed together, and the healer's own limits.", FleetFields.Shape),
        new("Service", "A deployable, its instances, how they are probed and started.", ServiceFields.Shape),
        new("Dependency", "Who calls whom, and what may stand in for the answer.", DependencyFields.Shape),
        new("Policy", "What is acceptable for a service, and what may be done about it.", PolicyFields.Shape),
        new("Recipe", "A remedy as data.", RecipeFields.Shape),
    ];
}

/// <summary>What all documents share: the keys of the head and of <c>metadata</c>.</summary>
internal static class HeadFields
{
    public static readonly FormField ApiVersion = new(
        "apiVersion", "A newer minor version (`prunella/v1.3`) is understood; another major version is refused.", "`prunella/v1`",
        @"prunella/v1(\.[0-9]+)?")
    { Required = true };

    public static readonly TextField Kind = new("kind", "Which kind of document it is.") { Required = true };

    public static readonly FormField Name = new(
        "name", "Unique per kind.", "lower-case letters, digits and inner hyphens, at most 63", Patterns.Name)
    { Required = true };

    public static readonly TextField Fleet = new("fleet", "Must be the name of the Fleet document.") { DefaultText = "that fleet" };

    public static readonly TextField Owner = new("owner", "Who answers for it.");

    public static readonly TextField Runbook = new("runbook", "Where a person reads on.");

    public static readonly FormField ReviewBy = new(
        "reviewBy", "Of a policy: the day by which somebody looks at it again; `prunella policy review` lists what is overdue.",
        "day, such as `2026-12-31`", Patterns.Date)
    { DefaultText = "none" };

    public static readonly PairsField Labels = new("labels", "For people, and for policies that select services by labels.");

    public static readonly Shape MetadataShape = new("metadata", Name, Fleet, Owner, Runbook, ReviewBy, Labels);

    public static readonly MapField Metadata = new("metadata", "Who it is.", MetadataShape) { Required = true };

    public static readonly MapField Spec = new("spec", "What it says, by its kind.", new Shape("spec")) { Required = true };

    public static readonly Shape Shape = new("document", ApiVersion, Kind, Metadata, Spec);
}
