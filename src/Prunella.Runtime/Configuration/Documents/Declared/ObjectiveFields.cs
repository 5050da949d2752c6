using Prunella.Contracts;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a policy's objective.</summary>
internal static class ObjectiveFields
{
    private const string Number = @"[0-9]+(\.[0-9]+)?";
    private const string BoundForm = "duration, 1ms to 1h, for latency; share for errors; otherwise number or share";

    public static readonly WordField<SignalKind> Signal = new(
        "signal", "What is judged; `gauge` and `counter` are judged by nothing yet, which is a warning.")
    { Value = SignalKind.Latency };

    public static readonly FormField Below = Bound("below", "The upper bound: at least one of both, or a budget.");
    public static readonly FormField Above = Bound("above", "The lower bound.");

    public static readonly FormField Quantile = new(
        "quantile", "For latency: the share of answers that must be within the bound.",
        "0.001 to 0.999, at most three digits after the point, such as 0.99", @"0?\.[0-9]{1,3}")
    { DefaultText = "0.99" };

    public static readonly DurationField For = new("for", "How long it must be broken without a break.", 0, Day)
    { DefaultText = "5s; with a budget, and of `all`, `any`, `not` 0s" };

    public static readonly ShareField To = new(
        "to", "How far back it must be, as a share of what breaks it; above 100% only for latency and errors without a budget.", 100, 2000)
    { DefaultText = "the bound itself; latency and errors 200% of the allowed share; a budget 50% of the rate in the short window" };

    public static readonly DurationField WellFor = new("for", "How long it must be back.", Second, Day)
    { DefaultText = "2s; with a budget 1m" };

    public static readonly MapField Recover = new("recover", "When it counts as kept again.", new Shape("Policy.objective.recover", To, WellFor))
    { DefaultText = "each its own" };

    public static readonly WordField<ObjectiveScope> Scope = new(
        "scope", "All instances together, or each by itself; a budget is the service's.");

    public static readonly FormField Allowed = new(
        "allowed", "What may be bad: failed requests; for latency those later than `below`.",
        "0.0001% to 50%, at most four digits after the point, such as 0.1%", @"[0-9]+(\.[0-9]{1,4})?%")
    { Required = true };

    public static readonly DurationField Over = new("over", "The period that it is for.", Day, 90 * Day) { Value = 30 * Day };

    public static readonly FormField Rate = new(
        "rate", "How many times the allowed share; `rate` times `allowed` must stay below 100%.",
        "0.1 to 1000, at most three digits after the point, such as 14.4", Number)
    { Required = true };

    public static readonly DurationField Long = new("long", "Both windows must exceed it; whole minutes.", 2 * Minute, 3 * Day)
    { Required = true };

    public static readonly DurationField Short = new("short", "Shorter than `long`; whole minutes.", Minute, 3 * Day - Hour)
    { Required = true };

    public static readonly MapsField Burn = new(
        "burn", "Which speeds are too fast, 1 to 8 of them.", new Shape("Policy.objective.budget.burn", Rate, Long, Short))
    { DefaultText = "14.4 over 1h and 5m, 6 over 6h and 30m, 1 over 3d and 6h" };

    public static readonly MapField Budget = new(
        "budget", "For errors and latency: an error budget instead of a bound.",
        new Shape("Policy.objective.budget", Allowed, Over, Burn))
    { DefaultText = "none" };

    public static readonly MapsField All = new("all", "Kept when all of these are; then only `for` stands beside it.", () => Shape!);
    public static readonly MapsField Any = new("any", "Kept when one of these is, likewise.", () => Shape!);
    public static readonly MapField Not = new("not", "Kept when this one is broken, likewise.", () => Shape!) { DefaultText = "none" };

    public static readonly Shape Shape = new(
        "Policy.objective", Signal, Below, Above, Quantile, For, Recover, Scope, Budget, All, Any, Not);

    private static FormField Bound(string key, string what) =>
        new(key, what, BoundForm, $"{Patterns.Duration}|{Number}%?") { DefaultText = "none" };
}
