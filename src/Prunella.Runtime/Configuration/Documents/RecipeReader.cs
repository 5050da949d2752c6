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
        var against = spec.Read(For);
        var faults = against?.Read(Fault) ?? [];
        var steps = spec.Read(RecipeFields.Steps).Select(Step).OfType<RecipeStep>().ToArray();
        var expect = spec.Read(Expect);
        var recipe = new Recipe(
            name, faults, against?.Read(Confidence) ?? Confidence.Value, spec.Read(Target), steps,
            expect?.Read(Recovers) ?? Recovers.Value,
            expect?.Read(Within) ?? Within.Value,
            expect?.Read(Settle) ?? Settle.Value,
            spec.Read(Lease), spec.Read(MaxHold),
            spec.Read(RecipeFields.OnHealerLoss), spec.Read(RecipeFields.Disruption))
        {
            EfficacyPerMille = spec.Has(Efficacy) ? spec.Read(Efficacy) : null,
            Mode = spec.Has(RecipeFields.Mode) ? spec.Read(RecipeFields.Mode) : null,
            Modes = spec.Read(Modes) is { } classes ? [.. ModesOf(classes)] : null,
        };
        CheckLease(spec, recipe);
        CheckTarget(spec, recipe);
        return new RecipeDraft(recipe, spec.Place);
    }

    private static IEnumerable<ClassMode> ModesOf(Fields classes) =>
        ClassModes.Where(classes.Has).Select(word => new ClassMode(word.Key, classes.Read(word)));

    private static void CheckLease(Fields spec, Recipe recipe)
    {
        var lease = Quantities.Say(recipe.LeaseNanos);
        if (!recipe.Steps.Any(s => Kernel.Remediations.Remediation.IsTemporary(s.Verb)))
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

    private static void CheckTarget(Fields spec, Recipe recipe)
    {
        var onRoute = recipe.Steps.Any(s => s.Verb is Verb.OpenBreaker or Verb.ServeFallback);
        if (!CheckShift(spec, recipe)) return;
        var onInstance = recipe.Steps.Any(
            s => s.Verb is Verb.Eject or Verb.Weight or Verb.Restart or Verb.Start or Verb.Stop);
        if (onRoute && onInstance)
            spec.Wrong(RecipeFields.Steps, "", "act on a route and on an instance at once", "one kind of target per recipe");
        if (onRoute && recipe.Target != RecipeTarget.Route || onInstance && recipe.Target == RecipeTarget.Route)
            spec.Wrong(Target, Words.Of(recipe.Target), "does not fit the steps", "instance for eject, weight, restart, start, stop; route for breaker, fallback");
        if (recipe.Steps.Any(s => s.Verb == Verb.Stop) && recipe.Disruption < Kernel.Recipes.Disruption.High)
            spec.Wrong(RecipeFields.Disruption, Words.Of(recipe.Disruption), "is too little for a stop that nothing takes back", "high or irreversible");
    }

    private static bool CheckShift(Fields spec, Recipe recipe)
    {
        if (recipe.Steps.SkipLast(1).Any(s => s.Verb == Verb.Shift))
            spec.Wrong(RecipeFields.Steps, "", "go on after a shift", "the shift as the last step: what comes after would not wait for its dose");
        var fits = recipe.Target switch
        {
            RecipeTarget.Zone or RecipeTarget.Region => recipe.Steps.All(s => s.Verb is Verb.Shift or Verb.Page),
            RecipeTarget.Route => recipe.Steps.All(s => s.Verb != Verb.Shift),
            _ => true,
        };
        if (!fits) spec.Wrong(Target, Words.Of(recipe.Target), "does not fit the steps", "zone or region for shift alone, and for shift no route");
        return fits;
    }

    private static RecipeStep? Step(Fields step)
    {
        Field[] found = [.. RecipeFields.Steps.Inner.Fields.Where(step.Has)];
        if (step.Keys().Count != 1)
        {
            step.Problems.Add(step.Place, "is no step", string.Join(", ", step.Keys()), "exactly one of " + string.Join(", ", RecipeFields.Steps.Inner.Keys));
            return null;
        }
        // A single key that is no step has been told as such.
        if (found is not [var verb]) return null;
        if (verb == Shift) return ShiftOf(step);
        if (verb == Weight) return new RecipeStep(Verb.Weight, step.Read(Weight));
        if (verb == Fallback) return step.Read(Fallback) ? new RecipeStep(Verb.ServeFallback, 0) : null;
        if (verb == Page) return step.Read(Page) ? new RecipeStep(Verb.Page, 0) : null;
        return verb == Breaker
            ? new RecipeStep(Verb.OpenBreaker, step.Read(Breaker)?.Read(Trickle) ?? Trickle.Value)
            : OnSuspect(step, (FormField)verb);
    }

    private static RecipeStep ShiftOf(Fields step)
    {
        if (step.Read(Shift) is not { } shift) return new RecipeStep(Verb.Shift, Start.Value);
        if (shift.Has(From) && shift.Read(From) is var from && from != "suspect")
            shift.Wrong(From, from, "is not known here", "suspect");
        var dose = new Dose(shift.Read(Start), shift.Read(Grow), shift.Read(Most), shift.Read(Look));
        if (dose.MostPerMille < dose.StartPerMille)
            shift.Wrong(Most, ObjectiveWords.Share(dose.MostPerMille), "is less than the first dose", "at least start");
        return new RecipeStep(Verb.Shift, dose.StartPerMille) { Dose = dose };
    }

    private static RecipeStep OnSuspect(Fields step, FormField field)
    {
        var whom = step.Read(field);
        if (whom != "suspect") step.Wrong(field, whom, "is not known here", "suspect");
        var verb = field == Eject ? Verb.Eject
            : field == Restart ? Verb.Restart
            : field == StartProcess ? Verb.Start : Verb.Stop;
        return new RecipeStep(verb, 0);
    }
}
