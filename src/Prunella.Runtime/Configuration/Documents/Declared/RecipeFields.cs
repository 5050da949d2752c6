using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a Recipe document.</summary>
internal static class RecipeFields
{
    public static readonly WordsField<FaultKind> Fault = new("fault", "Fault kinds that it serves, at least one.") { Required = true };

    public static readonly ShareField Confidence = new("confidence", "Least probability of the suspect.") { Value = 500 };

    public static readonly MapField For = new("for", "Against what.", new Shape("Recipe.for", Fault, Confidence)) { Required = true };

    public static readonly WordField<RecipeTarget> Target = new(
        "target", "The suspected instance; its callers' route to it, which needs a Dependency with a gateway; the suspected service; the suspect, whatever it is, for recipes that only page; or the zone or region that all of its trouble lies in.");

    public static readonly MapsField Steps = new(
        "steps", "In order; all on one kind of target.",
        new Shape("Recipe.steps", [.. StepFields.All.Select(s => s.Field)]) { IsChoice = true })
    { Required = true };

    public static readonly WordsField<SignalKind> Signal = new(
        "signal", "The signals on which the outcome is expected. Requests are compared by latency and errors; for others the same detector's word counts.")
    { DefaultText = "those of the trouble" };

    public static readonly ShareField Recovers = new("recovers", "Share of the excess that goes away, at least.") { Value = 500 };

    public static readonly ShareField AtMost = new(
        "atMost", "Share that goes away at most: when more does, something else has helped, and it counts as no proof.")
    { Value = 1000, DefaultText = "no bound" };

    public static readonly DurationField Within = new("within", "By when after the last step.", Second, Hour)
    { Value = 30 * Second };

    public static readonly DurationField Settle = new("settle", "Time after the last step in which nothing is judged.", 0, Hour)
    { Value = Second };

    public static readonly MapField Expect = new(
        "expect", "What it is judged by.", new Shape("Recipe.expect", Signal, Recovers, AtMost, Within, Settle))
    { DefaultText = "each its own" };

    public static readonly MapField Precondition = new(
        "precondition", "What must be so before it may be used; all of it. What cannot be known counts as not so.",
        new Shape("Recipe.precondition", [.. ConditionFields.All.Select(c => c.Field).Distinct()]))
    { DefaultText = "none" };

    public static readonly MapField Rehearse = new(
        "rehearse", "Where it leads to is tried on this schedule and just before it is done. Never tried, failed or too old counts as a precondition that is not so.",
        RehearsalFields.Shape)
    { DefaultText = "not" };

    public static readonly WordField<Rollback> Rollback = new(
        "rollback", "How it is taken back when it did not help or did harm: all that it changed is (`restore`), there is nothing to take back (`nothing`), or only a person can, who is told (`person`).")
    { DefaultText = "what lapses is taken back, what lasts stays" };

    public static readonly DurationField Lease = new(
        "lease",
        "How long temporary changes live unless renewed; required for them, refused without them; at least `settle` and `within` together.",
        Second, Day)
    { DefaultText = "none" };

    public static readonly DurationField MaxHold = new("maxHold", "Greatest age of a renewed change; at least the lease.", Second, 30 * Day)
    { Value = Hour };

    public static readonly WordField<OnHealerLoss> OnHealerLoss = new("onHealerLoss", "What happens when the healer is gone.");

    public static readonly WordField<Disruption> Disruption = new(
        "disruption", "How disturbing; a recipe that stops something must say `high` or `irreversible`.")
    { Value = Kernel.Recipes.Disruption.Medium };

    public static readonly ShareField Efficacy = new(
        "efficacy", "How often its author believes it to help; counts as ten outcomes beside [its record](../concepts/choice.md).", 100, 900)
    { Value = 800, DefaultText = "80%; 50% for `none` and `irreversible`" };

    public static readonly WordField<Mode> Mode = new(
        "mode", "The freest mode in which it may be used, whatever the policy says.")
    { DefaultText = "that of the policy" };

    /// <summary>One key for each word of a class of services.</summary>
    public static readonly IReadOnlyList<WordField<Mode>> ClassModes =
    [
        .. Words.Of<StateKind>().Select(w => OnClass(w, $"On services whose `state` is `{w}`.")),
        .. Words.Of<Criticality>().Select(w => OnClass(w, $"On services whose `criticality` is `{w}`.")),
    ];

    public static readonly MapField Modes = new(
        "modes", "The same for single classes of services; the strictest that fits holds.", new Shape("Recipe.modes", [.. ClassModes]))
    { DefaultText = "none" };

    public static readonly Shape Shape = new(
        "Recipe", For, Precondition, Rehearse, Target, Steps, Expect, Rollback, Lease, MaxHold, OnHealerLoss, Disruption, Efficacy, Mode,
        Modes);

    private static WordField<Mode> OnClass(string word, string what) => new(word, what) { DefaultText = "none" };
}
