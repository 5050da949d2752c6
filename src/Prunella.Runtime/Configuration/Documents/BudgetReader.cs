using System.Globalization;

using Prunella.Contracts;

using static Prunella.Runtime.Configuration.Documents.Bounds;
using static Prunella.Runtime.Configuration.Documents.Declared.ObjectiveFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads an objective's error budget: how much, over which period, and which speeds are too fast.</summary>
internal static class BudgetReader
{
    private const long MostAllowed = 500_000;
    private const long MostRate = 1_000_000;
    private const int MostPairs = 8;

    public static ErrorBudget Read(Fields b)
    {
        var allowed = AllowedOf(b);
        var over = b.Read(Over);
        var pairs = new List<BurnPair>();
        var maps = b.Read(Burn);
        foreach (var map in maps)
        {
            if (Pair(map, allowed) is { } pair) pairs.Add(pair);
        }
        if (b.Has(Burn) && maps.Count is 0 or > MostPairs)
            b.Problems.Add(b.At(Burn), "is no list of pairs of windows", $"{maps.Count} items", $"1 to {MostPairs}, or no burn for the usual three");
        if (!b.Has(Burn))
        {
            foreach (var pair in ErrorBudget.Usual.Where(p => IsOutOfReach(p.RateMilli, allowed)))
                b.Problems.Add(b.At(Allowed), $"makes the usual rate of {Say(pair.RateMilli)} more than all requests", "", "a smaller share, or a burn list of your own");
        }
        return new ErrorBudget(
            allowed, over,
            b.Has(Burn) ? [.. pairs.OrderByDescending(p => p.RateMilli).ThenBy(p => p.LongNanos)] : ErrorBudget.Usual);
    }

    private static BurnPair? Pair(Fields map, long allowed)
    {
        var before = map.Problems.Count;
        var rate = RateMilli(map);
        var (far, near) = (map.Read(Long), map.Read(Short));
        if (map.Problems.Count > before) return null;
        if (near >= far)
            map.Problems.Add(map.At(Short), "is not shorter than long, which it should confirm", "", "a twelfth of long, such as 5m for 1h");
        if (far % Minute != 0 || near % Minute != 0)
            map.Problems.Add(map.Place, "has a window that is no whole number of minutes", "", "whole minutes: what was seen is kept by the minute");
        if (IsOutOfReach(rate, allowed))
            map.Problems.Add(map.At(Rate), "can never be exceeded: so many times the allowed share is more than all requests", Say(rate), $"below {Say(1_000_000_000 / Math.Max(1, allowed))}");
        return new BurnPair(rate, far, near);
    }

    private static long AllowedOf(Fields b)
    {
        var text = b.Read(Allowed);
        if (text.EndsWith('%') && Quantities.Number(text[..^1]) is { } number && number * 10_000 % 1 == 0
            && number * 10_000 is >= 1 and <= MostAllowed)
            return (long)(number * 10_000);
        if (text.Length > 0) b.Wrong(Allowed, text, "is no share that may be bad", Allowed.Type);
        return 1000;
    }

    private static long RateMilli(Fields map)
    {
        var text = map.Read(Rate);
        if (Quantities.Number(text) is { } number && number * 1000 % 1 == 0 && number * 1000 is >= 100 and <= MostRate)
            return (long)(number * 1000);
        if (text.Length > 0) map.Wrong(Rate, text, "is no burn rate", Rate.Type);
        return 1000;
    }

    private static bool IsOutOfReach(long rateMilli, long allowedPerMillion) =>
        rateMilli * allowedPerMillion >= 1_000_000_000;

    private static string Say(long milli) => (milli / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
