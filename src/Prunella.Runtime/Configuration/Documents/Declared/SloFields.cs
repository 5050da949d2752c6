using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>What of an OpenSLO condition may be compared how.</summary>
internal enum SloOperator
{
    /// <summary>At most.</summary>
    Lte,

    /// <summary>At least.</summary>
    Gte,

    /// <summary>Less.</summary>
    Lt,

    /// <summary>More.</summary>
    Gt,
}

/// <summary>The keys of OpenSLO documents of version 1, with what of them cannot be held.</summary>
/// <remarks>Source: the OpenSLO specification, version v1.</remarks>
internal static class SloFields
{
    private const string Number = @"[0-9]+(\.[0-9]+)?";
    private const string Spell = "[0-9]+[mhdwMQY]";

    public static readonly PairsField Metadata = new("metadata", "Its name.");
    private static readonly IgnoredField Description = new("description", "For people.");
    private static readonly IgnoredField DisplayName = new("displayName", "For people.");

    public static readonly Shape Head = new(
        "openslo.metadata", HeadFields.Name, DisplayName, HeadFields.Labels, new IgnoredField("annotations", "For people."));

    public static readonly FormField Signal = new("signal", "errors, latency or traffic.", "`errors`, `latency`, `traffic`", "errors|latency|traffic");
    public static readonly DurationField Below = new("below", "With latency in a ratio: later ones are late.", Millisecond, Hour);
    public static readonly FormField Unit = new("unit", "With latency as a threshold: of the objective's value.", "`ms`, `s`", "ms|s");
    public static readonly Shape SourceSpec = new("openslo.source.spec", Signal, Below, Unit);
    public static readonly MapField SourceSpecMap = new("spec", "Which of Prunella's signals.", SourceSpec) { Required = true };
    public static readonly TextField SourceType = new("type", "prunella.") { Required = true };

    public static readonly MapField Source = new(
        "metricSource", "Where it comes from.",
        new Shape(
            "openslo.source",
            new UnheldField("metricSourceRef", "Prunella asks no other data source, it judges its own signals", "type: prunella"), SourceType, SourceSpecMap))
    { Required = true };

    private static readonly Shape Metric = new("openslo.metric", Source);
    public static readonly MapField Good = new("good", "What is good.", Metric);
    public static readonly MapField Bad = new("bad", "What is bad.", Metric);
    public static readonly MapField Total = new("total", "All.", Metric) { Required = true };
    public static readonly MapField Threshold = new("thresholdMetric", "A value to be compared.", Metric);

    public static readonly MapField Ratio = new(
        "ratioMetric", "Good or bad ones of all.",
        new Shape(
            "openslo.ratio", new IgnoredField("counter", "Prunella counts requests by itself."), Good, Bad, Total,
            new UnheldField("raw", "a ratio that somebody else has made loses how many requests there were", "good or bad, and total"),
            new UnheldField("rawType", "a ratio that somebody else has made loses how many requests there were", "good or bad, and total")));

    public static readonly Shape IndicatorSpec = new("openslo.sli", Description, Ratio, Threshold);
    public static readonly MapField IndicatorSpecMap = new("spec", "What it is.", IndicatorSpec) { Required = true };

    public static readonly MapField Indicator = new(
        "indicator", "What is measured.", new Shape("openslo.indicator", new IgnoredField("metadata", "For people."), IndicatorSpecMap));

    public static readonly TextField IndicatorRef = new("indicatorRef", "Name of an SLI.");
    public static readonly TextField Service = new("service", "A service of these documents.") { Required = true };

    public static readonly FormField Window = new("duration", "How long.", "`30d`, `4w`", Spell) { Required = true };
    public static readonly FlagField IsRolling = new("isRolling", "true.");

    public static readonly MapsField TimeWindow = new(
        "timeWindow", "The period of the budget.",
        new Shape(
            "openslo.window", Window, IsRolling,
            new UnheldField("calendar", "a budget here is for a rolling window; one that begins anew on the first of a month forgives everything at midnight", "isRolling: true")))
    { Required = true };

    public static readonly FormField Method = new("budgetingMethod", "Occurrences.", "`Occurrences`", "Occurrences") { Required = true };
    public static readonly WordField<SloOperator> Op = new("op", "How the value is compared.");
    public static readonly FormField Value = new("value", "The threshold.", "number", Number);
    public static readonly FormField Target = new("target", "Share that must be good.", "0.5 to 0.999999", Number);
    public static readonly FormField TargetPercent = new("targetPercent", "The same in percent.", "50 to 99.9999", Number);

    public static readonly MapsField Objectives = new(
        "objectives", "What is promised.",
        new Shape(
            "openslo.objective", DisplayName, Op, Value, Target, TargetPercent,
            Slices("timeSliceTarget"), Slices("timeSliceWindow"), Composite("indicator"), Composite("indicatorRef"), Composite("compositeWeight")))
    { Required = true };

    public static readonly TextField ConditionRef = new("conditionRef", "Name of an AlertCondition.");
    public static readonly FormField ConditionKind = new("kind", "burnrate.", "`burnrate`", "burnrate") { Required = true };
    public static readonly FormField Rate = new("threshold", "How many times the allowed share.", "0.1 to 1000", Number) { Required = true };
    public static readonly FormField Lookback = new("lookbackWindow", "Over how long.", "2m to 3d", "-?" + Spell) { Required = true };
    public static readonly FormField After = new("alertAfter", "How long it must last.", "0m to 1d", Spell);

    public static readonly MapField Condition = new(
        "condition", "When it is too fast.", new Shape("openslo.condition.condition", ConditionKind, Op, Rate, Lookback, After))
    { Required = true };

    public static readonly Shape ConditionSpec = new(
        "openslo.condition", Description, new IgnoredField("severity", "For people."), Condition);

    public static readonly MapField ConditionSpecMap = new("spec", "What it is.", ConditionSpec);
    private static readonly IgnoredField InlineVersion = new("apiVersion", "As of the document.");
    private static readonly IgnoredField InlineKind = new("kind", "As it must be here.");
    private static readonly IgnoredField InlineMetadata = new("metadata", "For people.");

    public static readonly MapsField Conditions = new(
        "conditions", "When to alert.",
        new Shape("openslo.conditions", InlineVersion, InlineKind, InlineMetadata, ConditionRef, ConditionSpecMap))
    { Required = true };

    public static readonly FlagField WhenNoData = new("alertWhenNoData", "Must not be true.");
    public static readonly FlagField WhenBreaching = new("alertWhenBreaching", "Must not be false.") { Value = true };
    public static readonly IgnoredField Targets = new("notificationTargets", "The healer notifies whom it is set up to notify.");

    public static readonly Shape AlertSpec = new(
        "openslo.alert", Description, WhenNoData, WhenBreaching, new IgnoredField("alertWhenResolved", "An end is always told."),
        Conditions, Targets);

    public static readonly MapField AlertSpecMap = new("spec", "What it is.", AlertSpec);
    public static readonly TextField AlertRef = new("alertPolicyRef", "Name of an AlertPolicy.");

    public static readonly MapsField Alerts = new(
        "alertPolicies", "When to alert.",
        new Shape("openslo.alerts", InlineVersion, InlineKind, InlineMetadata, AlertRef, AlertSpecMap));

    public static readonly Shape SloSpec = new(
        "openslo.slo", Description, Service, Indicator, IndicatorRef, TimeWindow, Method, Objectives, Alerts);

    private static UnheldField Slices(string key) =>
        new(key, "a budget here counts requests and no slices of time", "budgetingMethod: Occurrences");

    private static UnheldField Composite(string key) =>
        new(key, "an SLO has one indicator here", "an SLO each, or a Policy with objective.all");
}
