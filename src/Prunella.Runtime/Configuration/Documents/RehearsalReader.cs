using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.RehearsalFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads how where a recipe leads to is tried.</summary>
internal static class RehearsalReader
{
    /// <summary>What is tried must be what the recipe leads to.</summary>
    public static Rehearsal Read(Fields tried, RecipeTarget target)
    {
        var natural = target == RecipeTarget.Route ? RehearsalKind.Reply : RehearsalKind.Peers;
        var kind = tried.Has(Tries) ? tried.Read(Tries) : natural;
        if (target is not (RecipeTarget.Route or RecipeTarget.Instance))
            tried.Problems.Add(tried.Place, "cannot be rehearsed: it leads nowhere that could be tried", Words.Of(target), "target route or instance");
        else if (kind != natural)
            tried.Wrong(Tries, Words.Of(kind), "does not fit the target", Words.Of(natural));
        var every = tried.Read(Every);
        var age = tried.Read(MaxAge, 3 * every);
        if (age < every)
            tried.Wrong(MaxAge, Quantities.Say(age), "is shorter than the time between two", $"{Quantities.Say(every)} or more");
        return new Rehearsal(kind, every, age, (int)tried.Read(Requests));
    }
}
