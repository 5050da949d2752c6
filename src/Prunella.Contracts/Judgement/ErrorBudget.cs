namespace Prunella.Contracts;

/// <summary>How many bad requests a service may have in a long period, and how fast that may be used up before
/// somebody must know.</summary>
/// <remarks>
/// A burn rate is the share of bad requests in a window over the allowed share: at 1 the budget lasts exactly its
/// period, at 14.4 a budget of 30 days is gone after 50 hours. Source: Google, The Site Reliability Workbook, chapter
/// 5, "Multiwindow, Multi-Burn-Rate Alerts".
/// </remarks>
/// <param name="AllowedPerMillion">Share of requests that may be bad, per million: 1000 is an objective of 99.9
/// %.</param>
/// <param name="OverNanos">The period that the budget is for; usually 30 days.</param>
/// <param name="Burn">Which speeds over which windows are too fast; never empty, the fastest first.</param>
public sealed record ErrorBudget(long AllowedPerMillion, long OverNanos, IReadOnlyList<BurnPair> Burn)
{
    private const long Minute = 60_000_000_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>The workbook's three: 14.4 over an hour (2 % of 30 days' budget) confirmed by 5 minutes, 6 over 6 hours
    /// (5 %) by 30 minutes, 1 over 3 days (10 %) by 6 hours.</summary>
    public static readonly IReadOnlyList<BurnPair> Usual =
    [
        new(14_400, Hour, 5 * Minute), new(6_000, 6 * Hour, 30 * Minute), new(1_000, 3 * Day, 6 * Hour),
    ];
}

/// <summary>Too fast: the rate must be exceeded over both windows, the long one for weight and the short one because it
/// still goes on.</summary>
/// <param name="RateMilli">Burn rate in thousandths: 14400 is 14.4 times the allowed share.</param>
/// <param name="LongNanos">The long window, 2 minutes to 3 days.</param>
/// <param name="ShortNanos">The short one, a minute at least and shorter than the long one.</param>
public sealed record BurnPair(long RateMilli, long LongNanos, long ShortNanos);

/// <summary>When a broken objective counts as kept again: hysteresis, the same for every kind.</summary>
/// <param name="ToPerMille">How far back it must be, as a share of what breaks it (the bound of a level, the allowed
/// share of late or failed requests, the burn rate in the short window); 0 for the kind's own default: 1000 for
/// levels, 2000 for shares, 500 for burn rates.</param>
/// <param name="ForNanos">For how long without a break; 0 for the kind's own default: 2 s, and a minute for burn
/// rates.</param>
public sealed record Recovery(int ToPerMille, long ForNanos)
{
    /// <summary>Every kind's own defaults.</summary>
    public static readonly Recovery Usual = new(0, 0);
}
