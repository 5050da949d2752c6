using Prunella.Detection.Series;

namespace Prunella.Bench.Synthetic;

/// <summary>A made-up series as the shipped detector judges it.</summary>
internal static class Judged
{
    /// <summary>A Monday's midnight.</summary>
    private const long Start = 1_704_067_200_000_000_000;

    private const long Step = 300_000_000_000;

    public static IEnumerable<SeriesJudgement> By(Func<int, double> value, int points)
    {
        var detector = new SeriesDetector();
        for (var i = 0; i < points; i++)
        {
            yield return detector.Observe(Start + i * Step, value(i))
                ?? throw new InvalidOperationException($"Point {i} was passed over: the figures would be of less.");
        }
    }
}
