using Prunella.Detection;
using Prunella.Kernel.Policies;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a Fleet document.</summary>
internal static class FleetFields
{
    public static readonly FormField Api = Address("api", "HTTP API, page and overlay streams.", "127.0.0.1:4319");
    public static readonly FormField OtlpGrpc = Address("otlpGrpc", "OTLP over gRPC.", "127.0.0.1:4317");
    public static readonly FormField OtlpHttp = Address("otlpHttp", "OTLP over HTTP.", "127.0.0.1:4318");

    public static readonly MapField Listen = new(
        "listen", "Where the healer listens.", new Shape("Fleet.listen", Api, OtlpGrpc, OtlpHttp));

    public static readonly TextField GatewayName = new("name", "Unique.") { Required = true };
    public static readonly FormField GatewayListen = Address("listen", "Where it listens.", "127.0.0.1:5100");

    public static readonly DurationField TryTimeout = new("tryTimeout", "How long one try may take.", 10 * Millisecond, 10 * Minute)
    { Value = 2 * Second };

    public static readonly ShareField RetryBudget = new("retryBudget", "Retries as a share of requests.", 0) { Value = 200 };

    public static readonly MapsField Gateways = new(
        "gateways", "Gateways that carry traffic.", new Shape("Fleet.gateways", GatewayName, GatewayListen, TryTimeout, RetryBudget));

    public static readonly CountField Concurrent = new("concurrent", "Remediations under way at once.", 1, 100) { Value = 2 };

    public static readonly ActionBudgetFields Budget = new("Fleet.limits.budget", FleetRules.Default.Budget);

    public static readonly MapField BudgetMap = new("budget", "Remediations per time, over all policies.", Budget.Shape)
    { DefaultText = "20 per 1h" };

    public static readonly CountField FalsePagesPerWeek = new(
        "falsePagesPerWeek",
        "How many false pages a week the whole fleet may cost: the one setting of [how sure detection must be](../concepts/detection.md#the-one-setting).",
        1, 10_080)
    { Value = 1 };

    public static readonly CountField FullTierSeries = new(
        "fullTierSeries",
        "Plain series that are judged by the [full tier](../concepts/detection.md#the-full-tier) as well, 3.6 KB each.", 0, 20_000)
    { Value = DetectionSetup.UsualFullTierSeries };

    public static readonly MapsField FreezeWindows = FreezeWindowFields.At(
        "Fleet.limits", "Times, all in UTC, in which nothing is changed. What is not said does not narrow them; at least one time must be.");

    public static readonly MapField Limits = new(
        "limits", "The healer's own limits.", new Shape("Fleet.limits", Concurrent, BudgetMap, FalsePagesPerWeek, FullTierSeries, FreezeWindows));

    public static readonly WordField<TrustRule> Trust = new(
        "trust", "`earned`: modes are the most that a recipe may [earn](../concepts/choice.md#modes-and-trust), and without evidence it only suggests.")
    { Value = TrustRule.Declared };

    public static readonly Shape Shape = new("Fleet", Listen, Gateways, Limits, Trust);

    private static FormField Address(string key, string what, string otherwise) =>
        new(key, what, "address `HOST:PORT`", Patterns.Address) { DefaultText = otherwise };
}

/// <summary>The keys of a budget of remediations; the fleet's and a policy's have other defaults.</summary>
internal sealed class ActionBudgetFields(string name, ActionBudget otherwise)
{
    private readonly CountField _remediations = new("remediations", "How many.", 1, 100_000) { Value = otherwise.Remediations };
    private readonly DurationField _per = new("per", "In which time.", Second, Day) { Value = otherwise.PerNanos };
    private Shape? _shape;

    public Shape Shape => _shape ??= new Shape(name, _remediations, _per);

    public ActionBudget Read(Fields? map) =>
        map is null ? otherwise : new ActionBudget((int)map.Read(_remediations), map.Read(_per));
}
