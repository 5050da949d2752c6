using Prunella.Contracts;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Bounds;
using static Prunella.Runtime.Configuration.Documents.Declared.SloFields;

namespace Prunella.Runtime.Configuration.Documents.OpenSlo;

/// <summary>Reads the alert policies of an SLO as pairs of windows.</summary>
/// <remarks>A condition has one window where a pair has two: the short one, which says that it still goes on, is a
/// twelfth of it, as the Site Reliability Workbook recommends, and a minute at least.</remarks>
internal sealed class SloAlerts(SloDocuments documents, Problems problems)
{
    private const int MostPairs = 8;

    /// <summary>Null when the SLO names none: then the usual pairs hold.</summary>
    public (IReadOnlyList<BurnPair> Burn, long ForNanos)? Read(Fields slo)
    {
        if (!slo.Has(Alerts)) return null;
        var found = slo.Read(Alerts).Select(a => Resolve(a, AlertRef, AlertSpecMap, documents.Alerts)).OfType<Fields>()
            .SelectMany(Conditions).ToArray();
        if (found.Length is 0 or > MostPairs)
            problems.Add(slo.At(Alerts), "has no condition that could be read, or too many", $"{found.Length}", $"1 to {MostPairs}");
        foreach (var (_, _, place) in found.Where(f => f.ForNanos != found[0].ForNanos))
            problems.Add(place, "cannot be held: an objective has one time for which it must be broken", "", "the same alertAfter in all conditions");
        return found.Length == 0
            ? null
            : ([.. found.Select(f => f.Pair).OrderByDescending(p => p.RateMilli).ThenBy(p => p.LongNanos)],
                found[0].ForNanos);
    }

    private IEnumerable<(BurnPair Pair, long ForNanos, Place Place)> Conditions(Fields alert)
    {
        if (alert.Read(WhenNoData))
            alert.Wrong(WhenNoData, "true", "cannot be held: where nobody sees anything an objective is unknown, and detectors of silence speak", "false");
        if (!alert.Read(WhenBreaching)) alert.Wrong(WhenBreaching, "false", "cannot be held: a broken objective is always told", "true");
        foreach (var listed in alert.Read(SloFields.Conditions))
        {
            if (Resolve(listed, ConditionRef, ConditionSpecMap, documents.Conditions)?.Read(Condition)
                is not { } condition) continue;
            if (Pair(condition) is { } pair)
                yield return (pair, condition.Has(After) ? SloTime.Read(condition, After, (0, Day)) ?? 0
                    : 0, condition.Place);
        }
    }

    /// <summary>What is named, or what stands there.</summary>
    private static Fields? Resolve(Fields listed, TextField reference, MapField inline, Dictionary<string,
        Fields> named)
    {
        if (listed.Has(reference) == listed.Has(inline))
        {
            listed.Problems.Add(listed.Place, "is neither named nor written out, or both", "", $"exactly one of {reference.Key}, {inline.Key}");
            return null;
        }
        if (listed.Has(inline)) return listed.Read(inline);
        var name = listed.Read(reference);
        if (named.TryGetValue(name, out var found)) return found;
        listed.Wrong(reference, name, "is not among these documents" + Suggestion.For(name, named.Keys), string.Join(", ", named.Keys.Order(StringComparer.Ordinal).Take(20)));
        return null;
    }

    private static BurnPair? Pair(Fields condition)
    {
        var kind = condition.Read(ConditionKind);
        if (kind is not ("burnrate" or "")) condition.Wrong(ConditionKind, kind, "cannot be held", "burnrate");
        if (condition.Has(Op) && condition.Read(Op) is SloOperator.Lt or SloOperator.Lte)
            condition.Problems.Add(condition.At(Op), "cannot be held: a budget is spent too fast above a rate, not below", "", "gt or gte");
        var text = condition.Read(Rate);
        var isRate = Quantities.Number(text) is { } rate && rate * 1000 % 1 == 0 && rate is >= 0.1m and <= 1000m;
        if (!isRate && text.Length > 0) condition.Wrong(Rate, text, "is no burn rate that can be held", "0.1 to 1000, at most three digits after the point");
        if (SloTime.Read(condition, Lookback, (2 * Minute, 3 * Day)) is not { } far || !isRate) return null;
        return new BurnPair((long)(Quantities.Number(text)!.Value * 1000), far,
            Math.Max(Minute, far / 12 / Minute * Minute));
    }
}

/// <summary>Reads a duration as OpenSLO writes it.</summary>
internal static class SloTime
{
    /// <summary>Nanoseconds; null when it cannot be held, which has been told. Months, quarters and years have no fixed
    /// length.</summary>
    public static long? Read(Fields fields, FormField field, (long Least, long Most) range)
    {
        var text = fields.Read(field);
        if (text.Length == 0) return null;
        long unit = text[^1] switch { 'm' => Minute, 'h' => Hour, 'd' => Day, 'w' => 7 * Day, _ => 0 };
        // Some write a window that looks back as a negative one.
        if (unit > 0 && Quantities.Count(text[..^1].TrimStart('-')) is { } count and <= 100_000
            && count * unit >= range.Least && count * unit <= range.Most)
            return count * unit;
        fields.Wrong(field, text, "is no duration that can be held", $"{Quantities.Say(range.Least)} to {Quantities.Say(range.Most)}, in m, h, d or w");
        return null;
    }
}
