namespace Prunella.Bench.Nab;

/// <summary>What alarms are worth to whom.</summary>
/// <param name="Name">As NAB names it.</param>
/// <param name="Hit">A window found at its beginning.</param>
/// <param name="False">An alarm far from any window, negative.</param>
/// <param name="Miss">A window not found, negative.</param>
internal sealed record NabProfile(string Name, double Hit, double False, double Miss)
{
    public static NabProfile Standard { get; } = new("standard", 1, 0.11, 1);

    public static NabProfile[] All { get; } =
        [Standard, new("low FP", 1, 0.22, 1), new("low FN", 1, 0.11, 2)];

    /// <summary>Raw score of some series at a threshold.</summary>
    public double Raw(IEnumerable<NabSeries> corpus, double threshold) => corpus.Sum(s => Raw(s, threshold));

    /// <summary>0 for no alarm at all, 100 for every window found at its beginning and nothing else.</summary>
    public double Normalise(IReadOnlyList<NabSeries> corpus, double raw)
    {
        var none = -Miss * corpus.Sum(s => s.Windows.Length);
        var perfect = Hit * corpus.Sum(s => s.Spans.Length);
        return perfect > none ? 100 * (raw - none) / (perfect - none) : 0;
    }

    /// <summary>The one threshold that is best for all of them: every score is tried, from the highest down.</summary>
    public double BestThreshold(IReadOnlyList<NabSeries> corpus)
    {
        var points = corpus
            .SelectMany(s => Enumerable.Range(s.First, s.Scores.Length - s.First).Select(i => (Series: s, Point: i)))
            .Where(p => p.Series.Scores[p.Point] > 0)
            .OrderByDescending(p => p.Series.Scores[p.Point])
            .ToArray();
        var found = new Dictionary<(NabSeries, int), double>();
        var raw = -Miss * corpus.Sum(s => s.Windows.Length);
        var (best, threshold) = (raw, double.PositiveInfinity);
        for (var j = 0; j < points.Length; j++)
        {
            var (series, i) = points[j];
            raw += Gain(found, series, i);
            var isLastOfValue = j + 1 == points.Length
                || points[j + 1].Series.Scores[points[j + 1].Point] < series.Scores[i];
            if (isLastOfValue && raw > best) (best, threshold) = (raw, series.Scores[i]);
        }
        return threshold;
    }

    private double Gain(Dictionary<(NabSeries, int), double> found, NabSeries series, int i)
    {
        if (series.Owner[i] < 0) return series.Worth[i] * False;
        var window = (series, series.Owner[i]);
        var old = found.GetValueOrDefault(window, -Miss);
        var now = Math.Max(old, series.Worth[i] * Hit);
        found[window] = now;
        return now - old;
    }

    private double Raw(NabSeries s, double threshold)
    {
        var found = s.Windows.ToDictionary(w => w, _ => -Miss);
        var outside = 0.0;
        for (var i = s.First; i < s.Scores.Length; i++)
        {
            if (!(s.Scores[i] >= threshold)) continue;
            if (s.Owner[i] < 0) outside += s.Worth[i] * False;
            else found[s.Owner[i]] = Math.Max(found[s.Owner[i]], s.Worth[i] * Hit);
        }
        return found.Values.Sum() + outside;
    }
}
