namespace Prunella.Detection.Verification;

/// <summary>How the log-odds of being bad would have moved without the remedy, with bounds.</summary>
/// <remarks>
/// On that scale what goes away or grows by the same factor is the same step for a large share and a small one.
/// <em>By a control group</em> (difference in differences): the treated would have moved as the untreated did,
/// <code>
/// logit(expected) = logit(treated before) + (logit(control after) - logit(control before))
/// </code>
/// with the bounds of <see cref="Pair"/> for the control's step. Level and course of the trouble cancel out; nothing is
/// assumed of them. <em>By the trend</em>, where nobody is left untreated: the slope before, carried on, of which the
/// pessimistic end counts (see <see cref="TimeBefore"/>).
/// </remarks>
internal readonly record struct Expected(double Lower, double Middle, double Upper)
{
    /// <summary>A slope may itself change by so much a second, which nobody can have seen: half of it times the
    /// square of the seconds ahead. Chosen on simulated troubles that recede in eight seconds, seen for
    /// three.</summary>
    private const double Bend = 0.02;

    /// <param name="before">The time before.</param>
    /// <param name="seconds">When, since the action.</param>
    public static Expected ByTrend(in TimeBefore before, double seconds)
    {
        var ahead = Math.Max(0, seconds - before.Stretch.Middle);
        var bent = Bend * ahead * ahead / 2;
        return new Expected(
            Math.Min(0, before.Least) * ahead - bent, before.Slope * ahead, Math.Max(0, before.Most) * ahead + bent);
    }

    public static Expected ByControl(Course control, double alpha)
    {
        var (was, became) = (control.Reference.Stretch, control.After);
        var pair = new Pair(was, became, Stretch.RequestsPerOne(was, became, control.Correlation));
        // From nothing to nothing is no step, though both lie infinitely far down.
        static double Fall(double before, double after) => before == after ? 0 : Logit(before) - Logit(after);
        return new Expected(
            -pair.Greatest(alpha, Fall), Logit(Smooth(became)) - Logit(Smooth(was)), -pair.Least(alpha, Fall));
    }

    /// <summary>A share, moved by a step of the log-odds.</summary>
    public static double Moved(double share, double step)
    {
        if (double.IsInfinity(step)) return step > 0 ? 1 : 0;
        return share is <= 0 or >= 1 ? share : 1 / (1 + Math.Exp(-(Logit(share) + step)));
    }

    /// <summary>A share that is never nothing or all, for single numbers.</summary>
    public static double Smooth(in Stretch stretch) => (stretch.Bad + 0.5) / (stretch.Total + 1);

    private static double Logit(double share) =>
        share <= 0 ? double.NegativeInfinity : share >= 1 ? double.PositiveInfinity : Math.Log(share / (1 - share));
}
