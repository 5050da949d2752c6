using System.Globalization;

using Prunella.Detection.Series;
using Prunella.Runtime.SeriesFiles;

namespace Prunella.Bench.Nab;

/// <summary>Runs and scores NAB: ours beside what must be beaten, and a clock that sees nothing.</summary>
internal static class NabBench
{
    private const int Folds = 5;
    private const int Splits = 3;

    private static readonly (string Name, Func<SeriesRow[], double[]> Score)[] s_detectors =
    [
        ("ours", Ours),
        ("blind clock, 400 points", rows => [.. rows.Select((_, i) => i % 400 == 399 ? 1.0 : 0)]),
        ("blind clock, 5 %", rows => [.. rows.Select((_, i) => i % Twentieth(rows) == Twentieth(rows) - 1 ? 1.0 : 0)]),
        ("null", rows => new double[rows.Length]),
        ("EWMA z, 0.01", rows => Ewma(rows, 0.01)),
    ];

    public static void Run(BenchOptions options)
    {
        var corpus = new NabCorpus(options.Nab);
        Console.WriteLine($"NAB: {corpus.Names.Count} series. One threshold for all, the best in hindsight; in brackets with thresholds from other folds.");
        foreach (var (name, score) in s_detectors)
        {
            var scored = corpus.Score(score);
            Report(name, scored, name == "ours" ? 0.5 : null);
            if (options.Write.Length > 0) NabResults.Write(Path.Combine(options.Write, name), corpus, scored);
        }
        foreach (var (lane, p) in Tails) Tail(corpus, lane, p);
        Console.WriteLine(IsCausal(corpus) ? "causality: the first 60 % of each series scores the same without the rest" : "NOT CAUSAL");
    }

    /// <summary>The shipped detector.</summary>
    public static double[] Ours(SeriesRow[] rows)
    {
        var detector = new SeriesDetector();
        return [.. rows.Select(r => detector.Observe(r.UnixNanos, r.Number)?.Score ?? 0)];
    }

    private static int Twentieth(SeriesRow[] rows) => Math.Max(1, rows.Length / 20);

    private static double[] Ewma(SeriesRow[] rows, double gain)
    {
        var (mean, variance, count) = (0.0, 0.0, 0);
        return [.. rows.Select(row =>
        {
            if (count++ == 0) mean = row.Number;
            var off = row.Number - mean;
            var z = variance > 0 ? Math.Abs(off) / Math.Sqrt(variance) : 0;
            var weight = Math.Max(gain, 1.0 / count);
            mean += weight * off;
            variance = (1 - weight) * (variance + weight * off * off);
            return z;
        })];
    }

    private static readonly (string, Func<SeriesJudgement, double>)[] Tails =
        [("novelty", j => j.Novelty), ("deviation", j => j.Deviation)];

    /// <summary>How often a point outside every window is called as improbable as this, against how often it should
    /// be.</summary>
    private static void Tail(NabCorpus corpus, string lane, Func<SeriesJudgement, double> p)
    {
        var series = corpus.Score(rows =>
        {
            var detector = new SeriesDetector();
            return [.. rows.Select(r => detector.Observe(r.UnixNanos, r.Number) is { } j ? p(j) : 1)];
        });
        double[] healthy = [.. series.SelectMany(s => s.Scores.Where((_, i) => i >= s.First && s.Owner[i] < 0))];
        var shares = ((double[])[1e-2, 1e-3, 1e-4, 1e-5]).Select(n => string.Create(
            CultureInfo.InvariantCulture, $"{n:0e+0}: {healthy.Count(x => x <= n) / (n * healthy.Length):0.00} times"));
        Console.WriteLine($"tail of {lane} over {healthy.Length} points outside windows: {string.Join(", ", shares)}");
    }

    private static bool IsCausal(NabCorpus corpus) => corpus.Names.All(n =>
    {
        var rows = corpus.Rows(n);
        var part = rows[..(rows.Length * 6 / 10)];
        return Ours(part).AsSpan().SequenceEqual(Ours(rows).AsSpan(0, part.Length));
    });

    private static void Report(string name, NabSeries[] corpus, double? shipped)
    {
        var line = name.PadRight(26);
        foreach (var profile in NabProfile.All)
        {
            var score = profile.Normalise(corpus, profile.Raw(corpus, profile.BestThreshold(corpus)));
            line += string.Create(CultureInfo.InvariantCulture, $"  {profile.Name} {score:0.00} ({Folded(corpus, profile):0.00})");
        }
        Console.WriteLine(line);
        var best = NabProfile.Standard.BestThreshold(corpus);
        Console.WriteLine("    at the best threshold: " + View(corpus, best));
        if (shipped is not { } level) return;
        var scores = NabProfile.All.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Normalise(corpus, p.Raw(corpus, level)):0.00}"));
        Console.WriteLine($"    at the shipped level ({string.Join(" / ", scores)}): " + View(corpus, level));
    }

    /// <summary>The mean over splits of the score with each fold's threshold chosen on the other folds.</summary>
    private static double Folded(NabSeries[] corpus, NabProfile profile)
    {
        var sum = 0.0;
        for (var split = 0; split < Splits; split++)
        {
            var order = corpus.ToArray();
            new Random(101 + split).Shuffle(order);
            var raw = 0.0;
            for (var fold = 0; fold < Folds; fold++)
            {
                var others = order.Where((_, i) => i % Folds != fold).ToArray();
                raw += profile.Raw(order.Where((_, i) => i % Folds == fold), profile.BestThreshold(others));
            }
            sum += profile.Normalise(corpus, raw);
        }
        return sum / Splits;
    }

    private static string View(NabSeries[] corpus, double threshold)
    {
        var (found, windows, outside, weeks) = (0, 0, 0, 0.0);
        foreach (var s in corpus)
        {
            var points = Enumerable.Range(s.First, s.Scores.Length - s.First);
            var alarms = points.Where(i => s.Scores[i] >= threshold).ToArray();
            windows += s.Windows.Length;
            found += alarms.Select(i => s.Owner[i]).Where(w => w >= 0).Distinct().Count();
            outside += alarms.Count(i => s.Owner[i] < 0);
            weeks += (s.Times[^1] - s.Times[s.First]) / (7 * 86400e9);
        }
        return string.Create(CultureInfo.InvariantCulture,
            $"{found} of {windows} windows found, {outside} alarms outside, {outside / weeks:0.00} a series-week");
    }
}
