using System.Globalization;

using Prunella.Contracts;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>Reads an objective's error budget: how much, over which period, and which speeds are too fast.</summary>
internal static class BudgetReader
{
    private const long MostAllowed = 500_000;
    private const long MostRate = 1_000_000;
    private const int MostPairs = 8;
    private const string AllowedForm = "0.0001% to 50%, at most four digits after the point, such as 0.1%";
    private const string RateForm = "0.1 to 1000, at most three digits after the point, such as 14.4";

    public static ErrorBudget Read(Fields b)
    {
        var allowed = Allowed(b);
        var over = b.Duration("over", 30 * Day, Day, 90 * Day);
        var pairs = new List<BurnPair>();
        var maps = b.Maps("burn");
        foreach (var map in maps)
        {
            if (Pair(map, allowed) is { } pair) pairs.Add(pair);
        }
        if (b.Has("burn") && maps.Count is 0 or > MostPairs)
            b.Problems.Add(b.At("burn"), "is no list of pairs of windows", $"{maps.Count} items", $"1 to {MostPairs}, or no burn for the usual three");
        b.Done();
        if (!b.Has("burn"))
        {
            foreach (var pair in ErrorBudget.Usual.Where(p => IsOutOfReach(p.RateMilli, allowed)))
                b.Problems.Add(b.At("allowed"), $"makes the usual rate of {Rate(pair.RateMilli)} more than all requests", "", "a smaller share, or a burn list of your own");
        }
        return new ErrorBudget(
            allowed, over,
            b.Has("burn") ? [.. pairs.OrderByDescending(p => p.RateMilli).ThenBy(p => p.LongNanos)] : ErrorBudget.Usual);
    }

    private static BurnPair? Pair(Fields map, long allowed)
    {
        var before = map.Problems.Count;
        var rate = RateMilli(map);
        foreach (var key in (string[])["long", "short"])
        {
            if (!map.Has(key)) map.Missing(key);
        }
        var (far, near) = (map.Duration("long", 0, 2 * Minute, 3 * Day), map.Duration("short", 0, Minute, 3 * Day - Hour));
        map.Done();
        if (map.Problems.Count > before) return null;
        if (near >= far)
            map.Problems.Add(map.At("short"), "is not shorter than long, which it should confirm", "", "a twelfth of long, such as 5m for 1h");
        if (far % Minute != 0 || near % Minute != 0)
            map.Problems.Add(map.Place, "has a window that is no whole number of minutes", "", "whole minutes: what was seen is kept by the minute");
        if (IsOutOfReach(rate, allowed))
            map.Problems.Add(map.At("rate"), "can never be exceeded: so many times the allowed share is more than all requests", Rate(rate), $"below {Rate(1_000_000_000 / Math.Max(1, allowed))}");
        return new BurnPair(rate, far, near);
    }

    private static long Allowed(Fields b)
    {
        if (!b.Has("allowed"))
        {
            b.Missing("allowed");
            return 1000;
        }
        var text = b.Text("allowed", "");
        if (text.EndsWith('%') && Quantities.Number(text[..^1]) is { } number && number * 10_000 % 1 == 0
            && number * 10_000 is >= 1 and <= MostAllowed)
            return (long)(number * 10_000);
        b.Wrong("allowed", text, "is no share that may be bad", AllowedForm);
        return 1000;
    }

    private static long RateMilli(Fields map)
    {
        if (!map.Has("rate"))
        {
            map.Missing("rate");
            return 1000;
        }
        var text = map.Text("rate", "");
        if (Quantities.Number(text) is { } number && number * 1000 % 1 == 0 && number * 1000 is >= 100 and <= MostRate)
            return (long)(number * 1000);
        map.Wrong("rate", text, "is no burn rate", RateForm);
        return 1000;
    }

    private static bool IsOutOfReach(long rateMilli, long allowedPerMillion) =>
        rateMilli * allowedPerMillion >= 1_000_000_000;

    private static string Rate(long milli) => (milli / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
