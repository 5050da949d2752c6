namespace Prunella.Detection.FalseAlarms;

/// <summary>The one setting: how many false pages a fleet may cost a week, and what that asks of evidence.</summary>
/// <remarks>
/// Evidence is measured as the mean number of points until chance shows as much. A fleet that sends P points a week
/// and may page falsely F times a week must ask for P / F points of evidence of a single series: then chance pages
/// F times a week at most, however the series depend on each other, because expectations add up regardless. That
/// is of a healthy fleet: while k series are off, others need a k-th, and chance may join them a little more often.
/// Thread-safe: it never changes.
/// </remarks>
public sealed class PageBudget
{
    /// <summary>One a week: what a person on call bears without learning to look away.</summary>
    public const double Usual = 1;

    /// <summary>One in a century.</summary>
    public const double Least = 0.0002;

    /// <summary>One a minute.</summary>
    public const double Most = 10_080;

    /// <summary>However much the setting allows: more than one point can ever show.</summary>
    public const double LeastBar = 100_000;

    private const double WeekSeconds = 604_800;

    /// <summary>Looks at one stream of requests that tell something new: the windows of three seconds overlap, and four
    /// of them are worth about four looks by chance's reckoning of their maximum.</summary>
    private const double LooksPerSecond = 4 / 3.0;

    /// <param name="falsePagesPerWeek">Of the whole fleet; 0.0002 to 10,080.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside these.</exception>
    public PageBudget(double falsePagesPerWeek)
    {
        if (!(falsePagesPerWeek is >= Least and <= Most))
        {
            throw new ArgumentOutOfRangeException(
                nameof(falsePagesPerWeek), falsePagesPerWeek, $"False pages per week must lie between {Least} and {Most}.");
        }
        FalsePagesPerWeek = falsePagesPerWeek;
    }

    /// <summary>The setting.</summary>
    public double FalsePagesPerWeek { get; }

    /// <summary>Evidence that one series must show on its own, in points.</summary>
    /// <param name="pointsPerSecond">What the fleet sends, all series together.</param>
    public double Bar(double pointsPerSecond) =>
        Math.Max(LeastBar, pointsPerSecond * WeekSeconds / FalsePagesPerWeek);

    /// <summary>Surprise that one look at one stream of requests must show, in thousandths of a power of
    /// ten.</summary>
    /// <remarks>
    /// Such streams are judged by exact tests on windows, not by evidence gathered over time: with L looks a week at
    /// each of N streams, a probability of F / (L N) a look makes F false findings a week at most. Every detector asks
    /// for a large difference as well, which makes far fewer of them.
    /// </remarks>
    public int Surprise(int streams) =>
        (int)(1000 * Math.Log10(Math.Max(1, streams) * WeekSeconds * LooksPerSecond / FalsePagesPerWeek));
}
