using System.Globalization;

using Prunella.Contracts;
using Prunella.Kernel.Recipes;
using Prunella.Runtime.Configuration.Documents.Declared;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads one step of a recipe: exactly one verb, with its amount in the verb's unit.</summary>
internal static class StepReader
{
    /// <summary>The step, or null when it is none, which has been told.</summary>
    public static RecipeStep? Read(Fields step)
    {
        StepField[] found = [.. StepFields.All.Where(s => step.Has(s.Field))];
        if (step.Keys().Count != 1)
        {
            step.Problems.Add(step.Place, "is no step", string.Join(", ", step.Keys()), "exactly one of " + string.Join(", ", RecipeFields.Steps.Inner.Keys));
            return null;
        }
        // A single key that is no step has been told as such.
        return found is [var (verb, field)] ? Read(step, verb, field) : null;
    }

    private static RecipeStep? Read(Fields step, Verb verb, Field field) => field switch
    {
        ShareField share => new RecipeStep(verb, step.Read(share)),
        CountField count => new RecipeStep(verb, step.Read(count)),
        DurationField time => new RecipeStep(verb, Milliseconds(step, time)),
        FlagField flag => Wanted(step, flag) ? new RecipeStep(verb, 0) : null,
        MapField map when verb == Verb.Shift => Shift(step.Read(map)),
        MapField map => new RecipeStep(verb, step.Read(map)?.Read(StepFields.Trickle) ?? StepFields.Trickle.Value),
        FormField form when verb == Verb.FlagOff => new RecipeStep(verb, 0) { Flag = Named(step, form) },
        _ => OnSuspect(step, verb, (FormField)field),
    };

    private static RecipeStep OnSuspect(Fields step, Verb verb, FormField field)
    {
        var whom = step.Read(field);
        if (whom != "suspect") step.Wrong(field, whom, "is not known here", "suspect");
        return new RecipeStep(verb, 0);
    }

    private static RecipeStep Shift(Fields? shift)
    {
        if (shift is null) return new RecipeStep(Verb.Shift, StepFields.Start.Value);
        if (shift.Has(StepFields.From) && shift.Read(StepFields.From) is var from && from != "suspect")
            shift.Wrong(StepFields.From, from, "is not known here", "suspect");
        var dose = new Dose(
            shift.Read(StepFields.Start), shift.Read(StepFields.Grow), shift.Read(StepFields.Most),
            shift.Read(StepFields.Look));
        if (dose.MostPerMille < dose.StartPerMille)
            shift.Wrong(StepFields.Most, ObjectiveWords.Share(dose.MostPerMille), "is less than the first dose", "at least start");
        return new RecipeStep(Verb.Shift, dose.StartPerMille) { Dose = dose };
    }

    private static string Named(Fields step, FormField field)
    {
        var name = step.Read(field);
        if (!DocumentReader.IsName(name)) step.Wrong(field, name, "is no name", DocumentReader.NameForm);
        return name;
    }

    /// <summary>A step that is not wanted is none: leaving it in would look as if it did something.</summary>
    private static bool Wanted(Fields step, FlagField field)
    {
        var wanted = step.Read(field);
        if (!wanted) step.Wrong(field, "false", "does nothing", "true, or no such step");
        return wanted;
    }

    private static long Milliseconds(Fields step, DurationField field)
    {
        var nanos = step.Read(field);
        if (nanos % Bounds.Millisecond != 0)
            step.Wrong(field, string.Create(CultureInfo.InvariantCulture, $"{nanos / 1_000_000m:0.######}ms"), "is no whole number of milliseconds", "such as 1500ms");
        return nanos / Bounds.Millisecond;
    }
}
