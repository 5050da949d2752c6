using Prunella.Detection.Series;

namespace Prunella.Detection.Tests.Series;

/// <summary>Series of our own making, a point every five minutes.</summary>
internal static class SomeSeries
{
    public const long Step = 300_000_000_000;
    public const long Start = 1_790_000_000_000_000_000;

    /// <summary>A day's rhythm with noise: what a busy service looks like.</summary>
    public static double[] Daily(int points, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, points).Select(i =>
            100 + 40 * Math.Sin(2 * Math.PI * i / 288) + 5 * Normal(random))];
    }

    public static double[] Noise(int points, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, points).Select(_ => 50 + 5 * Normal(random))];
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static SeriesJudgement[] Judge(IEnumerable<double> values)
    {
        var detector = new SeriesDetector();
        return [.. values.Select((value, i) => detector.Observe(Start + i * Step, value)!.Value)];
    }
}
