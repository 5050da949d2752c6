using Prunella.Contracts;
using Prunella.Kernel.Recipes;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Reads a Recipe document: against what, on what, step by step, what is expected, and how it ends.
/// </summary>
internal static class RecipeReader
{
    private static readonly string[] Steps = ["eject", "weight", "breaker", "fallback", "restart", "start", "stop", "page"];

    public static RecipeDraft Read(string name, Fields spec)
    {
        var against = spec.Map("for");
        if (against is null) spec.Missing("for");
        var faults = (against?.Texts("fault") ?? []).Select(f => against!.WordOf(f.Value, f.Place, FaultKind.Unknown)).ToArray();
        if (against is not null && faults.Length == 0) against.Missing("fault");
        var steps = spec.Maps("steps").Select(Step).OfType<RecipeStep>().ToArray();
        if (steps.Length == 0) spec.Missing("steps");
        var expect = spec.Map("expect");
        var efficacy = spec.Share("efficacy", 800, 100, 900);
        var recipe = new Recipe(
            name, faults, against?.Share("confidence", 500) ?? 500, spec.Word("target", RecipeTarget.Instance), steps,
            expect?.Share("recovers", 500) ?? 500,
            expect?.Duration("within", 30 * Second, Second, Hour) ?? 30 * Second,
            expect?.Duration("settle", Second, 0, Hour) ?? Second,
            spec.Duration("lease", 0, Second, Day), spec.Duration("maxHold", Hour, Second, 30 * Day),
            spec.Word("onHealerLoss", OnHealerLoss.Lapse), spec.Word("disruption", Disruption.Medium))
        {
            EfficacyPerMille = spec.Has("efficacy") ? efficacy : null,
        };
        against?.Done();
        expect?.Done();
        CheckLease(spec, recipe);
        CheckTarget(spec, recipe);
        spec.Done();
        return new RecipeDraft(recipe, spec.Place);
    }

    private static void CheckLease(Fields spec, Recipe recipe)
    {
        var lease = spec.Text("lease", "");
        if (!recipe.Steps.Any(s => Kernel.Remediations.Remediation.IsTemporary(s.Verb)))
        {
            if (recipe.LeaseNanos > 0) spec.Wrong("lease", lease, "has nothing to lapse: no step is temporary", "no lease");
            return;
        }
        if (recipe.LeaseNanos == 0)
            spec.Problems.Add(spec.Place, "leaves something temporary and has no lease", "", "lease: such as 30s");
        else if (recipe.LeaseNanos < recipe.SettleNanos + recipe.WithinNanos)
            spec.Wrong("lease", lease, "ends before the remedy has been judged", "at least expect.settle and expect.within together");
        if (recipe.MaxHoldNanos < recipe.LeaseNanos)
            spec.Wrong("maxHold", spec.Text("maxHold", ""), "is shorter than the lease", "at least the lease");
    }

    private static void CheckTarget(Fields spec, Recipe recipe)
    {
        var onRoute = recipe.Steps.Any(s => s.Verb is Verb.OpenBreaker or Verb.ServeFallback);
        var onInstance = recipe.Steps.Any(
            s => s.Verb is Verb.Eject or Verb.Weight or Verb.Restart or Verb.Start or Verb.Stop);
        if (onRoute && onInstance)
            spec.Wrong("steps", "", "act on a route and on an instance at once", "one kind of target per recipe");
        if (onRoute && recipe.Target != RecipeTarget.Route || onInstance && recipe.Target == RecipeTarget.Route)
            spec.Wrong("target", $"{recipe.Target}", "does not fit the steps", "instance for eject, weight, restart, start, stop; route for breaker, fallback");
        if (recipe.Steps.Any(s => s.Verb == Verb.Stop) && recipe.Disruption < Disruption.High)
            spec.Wrong("disruption", $"{recipe.Disruption}", "is too little for a stop that nothing takes back", "high or irreversible");
    }

    private static RecipeStep? Step(Fields step)
    {
        var names = step.Keys();
        RecipeStep? read = null;
        if (names.Count != 1 || !Steps.Contains(names[0]))
        {
            var hint = names.Count == 1 ? Suggestion.For(names[0], Steps) : "";
            step.Problems.Add(step.Place, "is no step" + hint, string.Join(", ", names), string.Join(", ", Steps));
            return null;
        }
        switch (names[0])
        {
            case "weight": read = new RecipeStep(Verb.Weight, step.Share("weight", 100, 1, 1000)); break;
            case "fallback": read = step.Flag("fallback", true) ? new RecipeStep(Verb.ServeFallback, 0) : null; break;
            case "page": read = step.Flag("page", true) ? new RecipeStep(Verb.Page, 0) : null; break;
            case "breaker":
                var breaker = step.Map("breaker");
                read = new RecipeStep(Verb.OpenBreaker, breaker?.Count("trickle", 1, 0, 1000) ?? 1);
                breaker?.Done();
                break;
            default: read = OnSuspect(step, names[0]); break;
        }
        return read;
    }

    private static RecipeStep OnSuspect(Fields step, string name)
    {
        var whom = step.RequiredText(name);
        if (whom is not ("suspect" or "")) step.Wrong(name, whom, "is not known here", "suspect");
        return new RecipeStep(name switch { "eject" => Verb.Eject, "restart" => Verb.Restart, "start" => Verb.Start, _ => Verb.Stop }, 0);
    }
}
