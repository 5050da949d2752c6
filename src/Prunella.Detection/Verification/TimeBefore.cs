using Prunella.Detection.Statistics;

namespace Prunella.Detection.Verification;

/// <summary>How a subject's requests fared before an action, since the trouble stood: level, and where it was
/// going.</summary>
/// <remarks>
/// Intuition: what was going away by itself must not be credited to the remedy, nor what was growing be blamed on it.
/// <em>Since the trouble stood</em>: the seconds before an action begin with quiet ones. Where two levels, the later
/// one higher, explain the slots far better than one (a likelihood ratio of e^8, requests counted as independent as
/// they are), the time before the step is left out. Falls are never left out, because they are what must be seen.
/// <em>Trend</em>: the slope of ln(share / (1 - share)) over time, by weighted least squares of the slots' empirical
/// logits ln((b + 1/2) / (n - b + 1/2)) with weights n p (1 - p) (D. R. Cox, E. J. Snell, Analysis of Binary Data,
/// 1989, section 2.1); what recedes or grows at a constant rate is a straight line there. A few
/// seconds say little of a slope, so it is weighed against what slopes troubles have: nineteen of twenty stand, to a
/// standard deviation of 3 % a second, one goes somewhere, to one of 50 % (chosen on simulated troubles; with wider
/// ones no help to a few bad requests can be proved any more). What is left of doubt grows with the time that is looked
/// ahead: without a control group a remedy is proved in its first seconds, or never.
/// </remarks>
/// <param name="Stretch">The requests.</param>
/// <param name="Slope">Of their log-odds, per second.</param>
/// <param name="Least">Less than that it is in one of twenty cases.</param>
/// <param name="Most">More than that, likewise.</param>
internal readonly record struct TimeBefore(Stretch Stretch, double Slope, double Least, double Most)
{
    private const double Standing = 0.03;
    private const double Moving = 0.5;
    private const double MostStand = 0.95;
    private const double Unknown = 1e9;
    private const double Doubt = 0.05;
    private const int Halvings = 30;
    private const double Step = 8;
    private const int LeastSlots = 2;
    private const int LeastRequests = 20;

    /// <summary>Nothing was seen.</summary>
    public static readonly TimeBefore Nothing = Weighed(default, 0, Unknown);

    /// <param name="slots">Oldest first.</param>
    /// <param name="seconds">The middle of the first of them, in seconds since the action; below zero.</param>
    /// <param name="slotSeconds">From one to the next.</param>
    /// <param name="correlation">Of two requests of one slot in quiet times.</param>
    public static TimeBefore Of(IReadOnlyList<Slot> slots, double seconds, double slotSeconds, double correlation)
    {
        var from = Onset(slots, correlation);
        var stretch = default(Stretch);
        for (var i = from; i < slots.Count; i++) stretch.Add(slots[i], seconds + i * slotSeconds);
        if (stretch.Total == 0) return Nothing;
        var perOne = Stretch.RequestsPerOne(stretch, default, correlation);
        var share = (stretch.Bad + 0.5) / (stretch.Total + 1);
        var (product, square) = (0.0, 0.0);
        for (var i = from; i < slots.Count; i++)
        {
            if (slots[i].Total == 0) continue;
            var time = seconds + i * slotSeconds - stretch.Middle;
            var logit = Math.Log((slots[i].Bad + 0.5) / (slots[i].Total - slots[i].Bad + 0.5));
            var weight = slots[i].Total * share * (1 - share) / perOne;
            product += weight * time * logit;
            square += weight * time * time;
        }
        return Weighed(stretch, square <= 0 ? 0 : product / square, square <= 0 ? Unknown : 1 / square);
    }

    /// <summary>The slope, after what was seen of it, by the mixture of both laws.</summary>
    private static TimeBefore Weighed(in Stretch stretch, double slope, double variance)
    {
        var (stands, moves) = (Law(slope, variance, Standing), Law(slope, variance, Moving));
        var weight = 1 / (1 + (1 - MostStand) / MostStand * Math.Exp(moves.Fit - stands.Fit));
        double Below(double x) => weight * Normal.Below((x - stands.Mean) / Math.Sqrt(stands.Variance))
            + (1 - weight) * Normal.Below((x - moves.Mean) / Math.Sqrt(moves.Variance));
        return new TimeBefore(
            stretch, weight * stands.Mean + (1 - weight) * moves.Mean, Where(Below, Doubt), Where(Below, 1 - Doubt));
    }

    private static double Where(Func<double, double> below, double share)
    {
        var (low, high) = (-10.0, 10.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (below(middle) < share) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static (double Mean, double Variance, double Fit) Law(double slope, double variance, double deviation)
    {
        var prior = deviation * deviation;
        var both = prior + variance;
        return (slope * prior / both, prior / both * variance, -0.5 * (Math.Log(both) + slope / both * slope));
    }

    /// <summary>The slot from which on the trouble stands.</summary>
    private static int Onset(IReadOnlyList<Slot> slots, double correlation)
    {
        long bad = slots.Sum(s => s.Bad), total = slots.Sum(s => s.Total), badBefore = 0, before = 0;
        var perOne = 1 + Math.Max(0, (double)total / Math.Max(1, slots.Count) - 1) * correlation;
        var whole = Likelihood(bad, total);
        var (best, from) = (Step, 0);
        for (var i = 0; i < slots.Count - LeastSlots; i++)
        {
            badBefore += slots[i].Bad;
            before += slots[i].Total;
            if (before == 0 || total - before < LeastRequests) continue;
            if ((double)badBefore / before >= (double)(bad - badBefore) / (total - before)) continue;
            var gain = (Likelihood(badBefore, before) + Likelihood(bad - badBefore, total - before) - whole) / perOne;
            if (gain > best) (best, from) = (gain, i + 1);
        }
        return from;
    }

    private static double Likelihood(long bad, long total) => Part(bad, total) + Part(total - bad, total);

    private static double Part(long some, long total) => some == 0 ? 0 : some * Math.Log((double)some / total);
}
