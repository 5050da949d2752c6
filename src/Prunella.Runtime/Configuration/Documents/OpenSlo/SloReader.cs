using System.Globalization;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Bounds;
using static Prunella.Runtime.Configuration.Documents.Declared.SloFields;

namespace Prunella.Runtime.Configuration.Documents.OpenSlo;

/// <summary>Makes a policy of each objective of an SLO: an error budget that is watched, in mode observe and without a
/// remedy.</summary>
/// <remarks>What cannot be held is refused where it stands; nothing is rounded or left out silently.</remarks>
internal sealed class SloReader(SloDocuments documents, Problems problems)
{
    private const int Million = 1_000_000;

    public IEnumerable<PolicyDraft> Policies()
    {
        foreach (var slo in documents.Slos)
        {
            foreach (var policy in Policies(slo)) yield return policy;
        }
    }

    private IEnumerable<PolicyDraft> Policies(SloDraft slo)
    {
        var spec = slo.Spec;
        var service = new Placed<string>(spec.Read(Service), spec.At(Service));
        var over = Over(spec);
        var method = spec.Read(Method);
        if (method is not ("Occurrences" or ""))
            spec.Wrong(Method, method, "cannot be held: a budget here counts requests and no slices of time", "Occurrences");
        var source = Indicator(spec) is { } indicator ? SourceOf(indicator) : null;
        var objectives = spec.Read(Objectives);
        var alerts = new SloAlerts(documents, problems).Read(spec);
        for (var i = 0; i < objectives.Count; i++)
        {
            if (source is null || Allowed(objectives[i]) is not { } allowed) continue;
            var below = source.IsThreshold ? Threshold(objectives[i], source) : source.BelowMilli;
            if (source.IsThreshold && below == 0) continue;
            var budget = new ErrorBudget(allowed, over, alerts?.Burn ?? ErrorBudget.Usual);
            Reachable(objectives[i], budget);
            yield return Policy(
                (slo, objectives.Count == 1 ? slo.Name.Value : $"{slo.Name.Value}-{i + 1}"), service,
                new Objective(source.Signal, 990, below, 0, alerts?.ForNanos ?? 0, null, budget), objectives[i].Place);
        }
    }

    private static PolicyDraft Policy(
        (SloDraft Slo, string Name) of, Placed<string> service, Objective objective, Place place) => new(
        new MetadataDraft(of.Name, Owner(of.Slo), "", null, of.Slo.Labels), new SelectorDraft([service], [], [], [], [], [], of.Slo.Spec.Place),
        new ObjectiveDraft(objective, null, place), [], PolicyFields.Default, Mode.Observe, place);

    private static string Owner(SloDraft slo) => slo.Labels.FirstOrDefault(l => l.Key is "owner" or "team").Value ?? "";

    /// <summary>What an indicator counts.</summary>
    private sealed record Counted(SignalKind Signal, long BelowMilli, bool IsThreshold, long UnitMillis);

    private Fields? Indicator(Fields spec)
    {
        var inline = spec.Read(SloFields.Indicator);
        var name = spec.Read(IndicatorRef);
        if (spec.Has(SloFields.Indicator) == spec.Has(IndicatorRef))
        {
            problems.Add(spec.Place, "has no indicator, or two", "", "exactly one of indicator, indicatorRef");
            return null;
        }
        if (inline is not null) return inline.Read(IndicatorSpecMap);
        if (spec.Has(SloFields.Indicator)) return null;
        if (documents.Indicators.TryGetValue(name, out var found)) return found;
        spec.Wrong(IndicatorRef, name, "names no SLI of these documents" + Suggestion.For(name, documents.Indicators.Keys), string.Join(", ", documents.Indicators.Keys.Order(StringComparer.Ordinal).Take(20)));
        return null;
    }

    private Counted? SourceOf(Fields indicator)
    {
        var (ratio, threshold) = (indicator.Read(Ratio), indicator.Read(SloFields.Threshold));
        if (indicator.Has(Ratio) == indicator.Has(SloFields.Threshold))
        {
            problems.Add(indicator.Place, "measures nothing, or two things", "", "exactly one of ratioMetric, thresholdMetric");
            return null;
        }
        return ratio is not null ? OfRatio(ratio) : threshold is not null ? OfThreshold(threshold) : null;
    }

    private Counted? OfRatio(Fields ratio)
    {
        var total = ratio.Read(Total) is { } all ? Source(all) : null;
        if (total is not null && total.Read(Signal) is var of && of != "traffic")
            total.Wrong(Signal, of, "is not all requests", "traffic");
        if (ratio.Has(Good) == ratio.Has(Bad))
        {
            problems.Add(ratio.Place, "says neither what is good nor what is bad, or both", "", "exactly one of good, bad");
            return null;
        }
        var part = ratio.Read(Good) ?? ratio.Read(Bad);
        return part is not null && Source(part) is { } source && total is not null ? OfPart(source) : null;
    }

    private static Counted? OfPart(Fields source)
    {
        var signal = source.Read(Signal);
        var below = source.Read(Below) / Millisecond;
        if (signal == "errors" && !source.Has(Below)) return new Counted(SignalKind.Errors, 0, false, 0);
        if (signal == "latency" && below > 0) return new Counted(SignalKind.Latency, below, false, 0);
        source.Wrong(Signal, signal, "is nothing that a request can be good or bad by", "errors, or latency with below");
        return null;
    }

    private static Counted? OfThreshold(Fields threshold)
    {
        if (Source(threshold) is not { } source) return null;
        var (signal, unit) = (source.Read(Signal), source.Read(Unit));
        if (signal != "latency")
        {
            source.Wrong(Signal, signal, "cannot be held as a share of requests: of a level only moments could be counted", "latency; for a level a Policy with objective.below");
            return null;
        }
        if (unit is not ("ms" or "s"))
        {
            source.Wrong(Unit, unit, "does not say what the objective's value is in", "unit: ms, or unit: s");
            return null;
        }
        return new Counted(SignalKind.Latency, 0, true, unit == "ms" ? 1 : 1000);
    }

    private static Fields? Source(Fields metric)
    {
        if (metric.Read(SloFields.Source) is not { } source) return null;
        var type = source.Read(SourceType);
        if (type == "prunella") return source.Read(SourceSpecMap);
        if (type.Length > 0)
            source.Wrong(SourceType, type, "cannot be held: Prunella asks no other data source, it judges its own signals", "type: prunella, spec: { signal: errors }, and traffic for total");
        return null;
    }

    private long Over(Fields spec)
    {
        var windows = spec.Read(TimeWindow);
        if (windows.Count != 1)
        {
            if (windows.Count > 1) problems.Add(spec.At(TimeWindow), "has several windows", $"{windows.Count}", "exactly one");
            return 30 * Day;
        }
        var window = windows[0];
        if (!window.Read(IsRolling))
            window.Problems.Add(window.Has(IsRolling) ? window.At(IsRolling) : window.Place, "cannot be held: a budget here is for a rolling window", "", "isRolling: true");
        return SloTime.Read(window, Window, (Day, 90 * Day)) ?? 30 * Day;
    }

    /// <summary>Per million.</summary>
    private static long? Allowed(Fields objective)
    {
        if (objective.Has(Target) == objective.Has(TargetPercent))
        {
            objective.Problems.Add(objective.Place, "has no target, or two", "", "exactly one of target, targetPercent");
            return null;
        }
        var isPercent = objective.Has(TargetPercent);
        var field = isPercent ? TargetPercent : Target;
        var text = objective.Read(field);
        if (Quantities.Number(text) is { } number)
        {
            var allowed = Million - number * (isPercent ? Million / 100 : Million);
            if (allowed % 1 == 0 && allowed is >= 1 and <= Million / 2) return (long)allowed;
        }
        objective.Wrong(field, text, "is no target that can be held", isPercent ? "50 to 99.9999" : "0.5 to 0.999999");
        return null;
    }

    private static long Threshold(Fields objective, Counted source)
    {
        if (!objective.Has(Op) || objective.Read(Op) is SloOperator.Gt or SloOperator.Gte)
            objective.Problems.Add(objective.Has(Op) ? objective.At(Op) : objective.Place, "does not say that a latency is good below its value", "", "op: lt or lte");
        var text = objective.Read(Value);
        if (Quantities.Number(text) is { } number && number * source.UnitMillis % 1 == 0
            && number * source.UnitMillis is >= 1 and <= 3_600_000)
            return (long)(number * source.UnitMillis);
        objective.Wrong(Value, text, "is no latency that can be held", "whole milliseconds, 1ms to 1h");
        return 0;
    }

    private static void Reachable(Fields objective, ErrorBudget budget)
    {
        foreach (var pair in budget.Burn.Where(p => p.RateMilli * budget.AllowedPerMillion >= 1_000_000_000))
            objective.Problems.Add(objective.Place, $"allows so much that a rate of {(pair.RateMilli / 1000m).ToString("0.###", CultureInfo.InvariantCulture)} is more than all requests", "", "a higher target, or alert policies with lower thresholds");
    }
}
