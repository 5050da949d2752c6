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
        "target",
        "The suspected instance, its callers' route to it, or the zone or region that all of its trouble lies in. A route needs a Dependency with a gateway, a zone and a region a Service with one.");

    public static readonly CountField Trickle = new("trickle", "Requests per second that are let through.", 0, 1000) { Value = 1 };

    public static readonly FormField Eject = OnSuspect("eject", "On an instance, temporary: no traffic from the gateway.");
    public static readonly ShareField Weight = new("weight", "On an instance, temporary: a share of an equal share.") { Value = 100, DefaultText = "none" };

    public static readonly FormField From = new("from", "Away from whom.", "`suspect`", "suspect")
    { DefaultText = "`suspect`" };

    public static readonly ShareField Start = new("start", "The first dose.", 10) { Value = 100 };

    public static readonly FactorField Grow = new("grow", "What the next dose is of the one before.", 1100, 10_000)
    { Value = 2000 };

    public static readonly ShareField Most = new("max", "The greatest dose; at least the first.", 10) { Value = 1000 };

    public static readonly DurationField Look = new(
        "look", "How long a dose is looked at, after it settled, before it is judged without proof.", Second, Hour)
    { Value = 5 * Second };

    public static readonly MapField Shift = new(
        "shift",
        "On an instance, zone or region, temporary: a share of its traffic goes to the rest of the service, [a little first](../concepts/choice.md#a-little-first). Only as the last step.",
        new Shape("Recipe.steps.shift", From, Start, Grow, Most, Look))
    { DefaultText = "none" };

    public static readonly MapField Breaker = new(
        "breaker", "On a route, temporary: calls fail at once but for a trickle.", new Shape("Recipe.steps.breaker", Trickle))
    { DefaultText = "none" };

    public static readonly FlagField Fallback = new(
        "fallback", "On a route, temporary: the declared reply; needs a Dependency with one.")
    { Value = true, DefaultText = "none" };

    public static readonly FormField Restart = OnSuspect(
        "restart", "On an instance: stop and start its process; needs a supervised instance (a policy for a service without any is a warning).");

    public static readonly FormField StartProcess = OnSuspect("start", "Likewise: start its process.");
    public static readonly FormField Stop = OnSuspect("stop", "Likewise: stop its process.");
    public static readonly FlagField Page = new("page", "Tells a person.") { Value = true, DefaultText = "none" };

    public static readonly MapsField Steps = new(
        "steps", "In order; all on one kind of target.",
        new Shape("Recipe.steps", Eject, Weight, Shift, Breaker, Fallback, Restart, StartProcess, Stop, Page) { IsChoice = true })
    { Required = true };

    public static readonly ShareField Recovers = new("recovers", "Share of the excess that goes away.") { Value = 500 };

    public static readonly DurationField Within = new("within", "By when after the last step.", Second, Hour)
    { Value = 30 * Second };

    public static readonly DurationField Settle = new("settle", "Time after the last step in which nothing is judged.", 0, Hour)
    { Value = Second };

    public static readonly MapField Expect = new(
        "expect", "What it is judged by.", new Shape("Recipe.expect", Recovers, Within, Settle))
    { DefaultText = "each its own" };

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
        "Recipe", For, Target, Steps, Expect, Lease, MaxHold, OnHealerLoss, Disruption, Efficacy, Mode, Modes);

    private static WordField<Mode> OnClass(string word, string what) => new(word, what) { DefaultText = "none" };

    private static FormField OnSuspect(string key, string what) => new(key, what, "`suspect`", "suspect") { DefaultText = "none" };
}
