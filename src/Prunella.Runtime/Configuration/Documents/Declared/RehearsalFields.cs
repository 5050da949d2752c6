using Prunella.Kernel.Recipes;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a recipe's rehearsals.</summary>
internal static class RehearsalFields
{
    public static readonly WordField<RehearsalKind> Tries = new(
        "tries", "What is tried: for a route that the gateway answers with the declared reply; for an instance that most of its peers answer their probes.")
    { DefaultText = "by the target" };

    public static readonly DurationField Every = new("every", "How often.", Minute, Day) { Value = 10 * Minute };

    public static readonly DurationField MaxAge = new("maxAge", "How old the last one may be; at least `every`.", Minute, 7 * Day)
    { DefaultText = "three times `every`" };

    public static readonly CountField Requests = new("requests", "How many requests one rehearsal makes to each place: its whole load.", 1, 20)
    { Value = 3 };

    public static readonly Shape Shape = new("Recipe.rehearse", Tries, Every, MaxAge, Requests);
}
