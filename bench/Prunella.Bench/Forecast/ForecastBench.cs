using Prunella.Bench.Nab;
using Prunella.Bench.Synthetic;

namespace Prunella.Bench.Forecast;

/// <summary>Whether the intervals hold what they say, how near the forecasts come, and what they cost.</summary>
internal static class ForecastBench
{
    private const long Minute = 60_000_000_000;
    private const long Hour = 60 * Minute;
    private static readonly long s_monday = 4 * 24 * Hour;

    public static int Run(BenchOptions options)
    {
        var points = Synthetic(options);
        if (options.Nab.Length > 0) points += Nab(options.Nab);
        else Console.WriteLine("NAB was not asked for: --nab FOLDER (data/ and labels/ of https://github.com/numenta/NAB).");
        Measured.Counted(points, "points foretold");
        ForecastCost.Run(options);
        return 0;
    }

    private static long Synthetic(BenchOptions options)
    {
        var (series, weeks, points) = (options.Of(20, 2), options.Of(4, 1), 0L);
        Console.WriteLine($"synthetic: {series} series of {weeks} weeks per family, a point every five minutes, an hour ahead");
        Console.WriteLine(ForecastTally.Header);
        foreach (var family in ForecastFamily.All)
        {
            var tally = new ForecastTally(family.Name);
            for (var seed = 0; seed < series; seed++)
            {
                var value = family.Begin(new Random(seed));
                var all = Enumerable.Range(0, weeks * HealthyFamily.PointsOfWeek).ToArray();
                tally.Add([.. all.Select(i => s_monday + i * 5 * Minute)], [.. all.Select(value)], Hour);
            }
            tally.Print();
            points += tally.Points;
        }
        return points;
    }

    private static long Nab(string folder)
    {
        var corpus = new NabCorpus(folder);
        var points = 0L;
        Console.WriteLine($"NAB, {corpus.Names.Count} series");
        Console.WriteLine(ForecastTally.Header);
        foreach (var (name, horizon) in ((string, long)[])[("an hour ahead", Hour), ("six hours ahead", 6 * Hour)])
        {
            var tally = new ForecastTally(name);
            foreach (var file in corpus.Names)
            {
                var rows = corpus.Rows(file).Where(r => r.Broken.Length == 0 && double.IsFinite(r.Number)).ToArray();
                tally.Add([.. rows.Select(r => r.UnixNanos)], [.. rows.Select(r => r.Number)], horizon);
            }
            tally.Print();
            double[] shares = [.. tally.Shares.Order()];
            Console.WriteLine(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"    of single series: least {100 * shares[0]:0.0}, a tenth below {100 * shares[shares.Length / 10]:0.0}, median {100 * shares[shares.Length / 2]:0.0}, most {100 * shares[^1]:0.0}"));
            points += tally.Points;
        }
        return points;
    }
}
