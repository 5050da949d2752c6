using Prunella.Contracts;

namespace Prunella.Detection.FalseAlarms;

/// <summary>From the strength of an alarm to the probability that people call it real, learnt from their
/// marks.</summary>
/// <remarks>
/// Intuition: each detector keeps a score of its own. For each of twelve strengths it counts how many of its marked
/// incidents people called real; a stronger alarm must not be less credible than a weaker one, so the counts are
/// smoothed into a staircase that never falls (<see cref="Isotonic"/>), and between two strengths a straight line is drawn. So that
/// three marks do not decide, each detector begins with twenty imagined ones that say what the formula
/// <see cref="Finding.Confidence"/> says: without marks nothing changes, with twenty it is heard as much as they, with
/// two hundred hardly at all.
/// <para>
/// A detector that is not statistical has one strength only: it is believed as often as it was right, its own guess
/// counting as twenty marks.
/// </para>
/// Invariants: more surprise never means less confidence, of one detector and at one state of marks; the same marks
/// in any order give the same map; a detector without marks answers what it was asked.
/// <para>
/// Twelve and twenty: chosen by simulation among 12 to 240 imagined marks (the docs have the figures): fewer let
/// chance speak before there is anything to learn from, more take hundreds of marks to be overruled.
/// </para>
/// </remarks>
internal sealed class MarkedConfidence
{
    /// <summary>Nothing learnt.</summary>
    public static readonly MarkedConfidence Unmarked = new([]);

    private const double Imagined = 20;

    /// <summary>Never certain, and never quite worthless: a verdict of confidence 0 is an unknown one.</summary>
    private const int Most = 999;

    /// <summary>In thousandths of powers of ten. Up to 9800, where the formula is a line to its end, close together;
    /// beyond, where it says no more, wider.</summary>
    private static readonly int[] Strengths =
        [0, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9800, 15_000, 30_000, 100_000];

    private readonly SortedDictionary<string, Score> _scores = new(StringComparer.Ordinal);

    private sealed class Score
    {
        public int Incidents;
        public double Real;
        public readonly double[] RealAt = new double[Strengths.Length];
        public readonly double[] CountAt = new double[Strengths.Length];
        public double[] Shares = [];
    }

    /// <summary>Of all marks there are.</summary>
    /// <exception cref="ArgumentException">A case is none: nobody marked it, or more call it real than
    /// marked it.</exception>
    public MarkedConfidence(IEnumerable<MarkedAlarm> alarms)
    {
        foreach (var alarm in alarms)
        {
            if (alarm.Of < 1 || alarm.Real < 0 || alarm.Real > alarm.Of)
                throw new ArgumentException($"{alarm.Real} of {alarm.Of} is no vote.", nameof(alarms));
            if (!_scores.TryGetValue(alarm.Detector, out var score)) _scores[alarm.Detector] = score = new Score();
            var share = (double)alarm.Real / alarm.Of;
            var at = Nearest(alarm.Surprise);
            score.Incidents++;
            score.Real += share;
            score.CountAt[at]++;
            score.RealAt[at] += share;
        }
        foreach (var score in _scores.Values) score.Shares = Fit(score);
    }

    /// <summary>Which of the twelve strengths has been reached, 0 to 11.</summary>
    public static int StrengthOf(int surprise)
    {
        var at = 0;
        while (at + 1 < Strengths.Length && Strengths[at + 1] <= surprise) at++;
        return at;
    }

    /// <summary>How sure to be of a finding, per mille, and how many marked incidents of its detector stand
    /// behind that; null when none does.</summary>
    public (int PerMille, int? Incidents) Of(in Finding finding)
    {
        if (!_scores.TryGetValue(finding.Key.Detector, out var score)) return (finding.ConfidencePerMille, null);
        var share = finding.IsMeasured
            ? Between(score.Shares, finding.Evidence.Surprise)
            : (Imagined * finding.ConfidencePerMille / 1000 + score.Real) / (Imagined + score.Incidents);
        return (Math.Clamp((int)Math.Round(share * 1000), 1, Most), score.Incidents);
    }

    private static double[] Fit(Score score)
    {
        var each = Imagined / Strengths.Length;
        Span<double> shares = stackalloc double[Strengths.Length];
        Span<double> weights = stackalloc double[Strengths.Length];
        for (var i = 0; i < Strengths.Length; i++)
        {
            weights[i] = each + score.CountAt[i];
            shares[i] = (each * Finding.Confidence(Strengths[i]) / 1000 + score.RealAt[i]) / weights[i];
        }
        return Isotonic.Fit(shares, weights);
    }

    private static int Nearest(int surprise)
    {
        var above = 1;
        while (above < Strengths.Length - 1 && Strengths[above] < surprise) above++;
        return surprise - Strengths[above - 1] < Strengths[above] - surprise ? above - 1 : above;
    }

    private static double Between(double[] shares, int surprise)
    {
        if (surprise >= Strengths[^1]) return shares[^1];
        var above = 1;
        while (Strengths[above] <= surprise) above++;
        var (low, high) = (Strengths[above - 1], Strengths[above]);
        var way = (double)(surprise - low) / (high - low);
        return shares[above - 1] + way * (shares[above] - shares[above - 1]);
    }
}
