using Prunella.Contracts;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.RecipeFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Reads a Recipe document: against what, on what, step by step, what is expected, and how it ends.
/// </summary>
internal static class RecipeReader
{
    public static RecipeDraft Read(string name, Fields spec)
    {
        var expect = spec.Read(Expect);
        var recipe = Asking(Deciding(Plain(name, spec, expect), spec), spec, expect);
        CheckLease(spec, recipe);
        CheckTarget(spec, recipe);
        CheckRollback(spec, recipe);
        if (expect is not null) CheckExpected(expect, recipe);
        return new RecipeDraft(recipe, spec.Place);
    }

    private static Recipe Plain(string name, Fields spec, Fields? expect)
    {
        var against = spec.Read(For);
        var steps = spec.Read(RecipeFields.Steps).Select(StepReader.Read).OfType<RecipeStep>().ToArray();
        return new Recipe(
            name, against?.Read(Fault) ?? [], against?.Read(Confidence) ?? Confidence.Value, spec.Read(Target), steps,
            expect?.Read(Recovers) ?? Recovers.Value,
            expect?.Read(Within) ?? Within.Value,
            expect?.Read(Settle) ?? Settle.Value,
            spec.Read(Lease), spec.Read(MaxHold),
            spec.Read(RecipeFields.OnHealerLoss), spec.Read(RecipeFields.Disruption));
    }

    /// <summary>What the author believes and allows; null where he does not say.</summary>
    private static Recipe Deciding(Recipe recipe, Fields spec) => recipe with
    {
        EfficacyPerMille = spec.Has(Efficacy) ? spec.Read(Efficacy) : null,
        Mode = spec.Has(RecipeFields.Mode) ? spec.Read(RecipeFields.Mode) : null,
        Modes = spec.Read(Modes) is { } classes ? [.. ModesOf(classes)] : null,
    };

    /// <summary>What it asks, promises and leaves behind; null where the document does not say.</summary>
    private static Recipe Asking(Recipe recipe, Fields spec, Fields? expect) => recipe with
    {
        Preconditions = ConditionReader.Read(spec.Read(Precondition)),
        Rehearsal = spec.Read(Rehearse) is { } tried ? RehearsalReader.Read(tried, recipe.Target) : null,
        Signals = expect is not null && expect.Has(Signal) ? expect.Read(Signal) : null,
        RecoversAtMostPerMille = expect is not null && expect.Has(AtMost) ? expect.Read(AtMost) : null,
        Rollback = spec.Has(RecipeFields.Rollback) ? spec.Read(RecipeFields.Rollback) : null,
    };

    private static void CheckExpected(Fields expect, Recipe recipe)
    {
        if (recipe.Signals?.Any(s => s is SignalKind.Gauge or SignalKind.Counter) == true)
            expect.Wrong(Signal, string.Join(", ", recipe.Signals.Select(Words.Of)), "says nothing of an outcome", "latency, errors, traffic, saturation, backlog");
        if (recipe.RecoversAtMostPerMille < recipe.RecoversPerMille)
            expect.Wrong(AtMost, ObjectiveWords.Share(recipe.RecoversAtMostPerMille.Value), "is less than what is expected at least", $"{ObjectiveWords.Share(recipe.RecoversPerMille)} or more");
    }

    private static IEnumerable<ClassMode> ModesOf(Fields classes) =>
        ClassModes.Where(classes.Has).Select(word => new ClassMode(word.Key, classes.Read(word)));

    private static void CheckLease(Fields spec, Recipe recipe)
    {
        var lease = Quantities.Say(recipe.LeaseNanos);
        if (!recipe.LivesByLease())
        {
            if (recipe.LeaseNanos > 0) spec.Wrong(Lease, lease, "has nothing to lapse: no step is temporary", "no lease");
            return;
        }
        if (recipe.LeaseNanos == 0)
            spec.Problems.Add(spec.Place, "leaves something temporary and has no lease", "", "lease: such as 30s");
        else if (recipe.LeaseNanos < recipe.SettleNanos + recipe.WithinNanos)
            spec.Wrong(Lease, lease, "ends before the remedy has been judged", "at least expect.settle and expect.within together");
        if (recipe.MaxHoldNanos < recipe.LeaseNanos)
            spec.Wrong(MaxHold, Quantities.Say(recipe.MaxHoldNanos), "is shorter than the lease", "at least the lease");
    }

    /// <summary>All steps act on one kind of thing, and that is what the recipe says it acts on.</summary>
    private static void CheckTarget(Fields spec, Recipe recipe)
    {
        var all = recipe.Steps.Select(s => s.Verb.Facts().On);
        VerbTarget[] on = [.. all.Where(t => t != VerbTarget.Nothing).Distinct()];
        if (on.Length > 1)
            spec.Wrong(RecipeFields.Steps, "", $"act on {string.Join(" and ", on.Select(Phrase))} at once", "one kind of target per recipe");
        else if (on is [var target] && !Of(target).Contains(recipe.Target))
            spec.Wrong(Target, Words.Of(recipe.Target), "does not fit the steps", $"{string.Join(" or ", Of(target).Select(Words.Of))} for {string.Join(", ", KeysOn(target))}");
        if (recipe.Steps.SkipLast(1).Any(s => s.Dose is not null))
            spec.Wrong(RecipeFields.Steps, "", "go on after a shift", "the shift as the last step: what comes after would not wait for its dose");
        if (recipe.Steps.Any(s => s.Verb == Verb.Stop) && recipe.Disruption < Kernel.Recipes.Disruption.High)
            spec.Wrong(RecipeFields.Disruption, Words.Of(recipe.Disruption), "is too little for a stop that nothing takes back", "high or irreversible");
    }

    /// <summary>What is said of taking it back fits what the steps leave behind.</summary>
    private static void CheckRollback(Fields spec, Recipe recipe)
    {
        if (recipe.Rollback is not { } rollback) return;
        var leaves = recipe.Steps.Select(s => s.Verb.Facts().Leaves).ToArray();
        var (lasts, lapses) = (leaves.Contains(Leaves.Change), leaves.Contains(Leaves.Lease));
        var why = rollback switch
        {
            Kernel.Recipes.Rollback.Restore when !lasts && !lapses => "has nothing to take back: no step leaves anything behind",
            Kernel.Recipes.Rollback.Nothing when lasts || lapses => "is not so: a step leaves something behind",
            Kernel.Recipes.Rollback.Person when !lasts => "is for what lasts, and no step leaves something lasting behind",
            _ => null,
        };
        if (why is null) return;
        spec.Wrong(RecipeFields.Rollback, Words.Of(rollback), why, lasts ? "restore or person" : lapses ? "restore" : "nothing");
    }

    private static RecipeTarget[] Of(VerbTarget target) => target switch
    {
        VerbTarget.Instance => [RecipeTarget.Instance],
        VerbTarget.Route => [RecipeTarget.Route],
        VerbTarget.Part => [RecipeTarget.Instance, RecipeTarget.Zone, RecipeTarget.Region],
        _ => [RecipeTarget.Service],
    };

    private static string Phrase(VerbTarget target) => target == VerbTarget.Instance ? "an instance" : "a " + Words.Of(target);

    private static IEnumerable<string> KeysOn(VerbTarget target) =>
        StepFields.All.Where(s => s.Verb.Facts().On == target).Select(s => s.Field.Key);
}
