namespace Prunella.Bench.Nab;

/// <summary>One scored series with its labelled windows, reduced to what the score needs.</summary>
/// <remarks>
/// By the published definition of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015; NAB v1.1): nothing in the
/// first 15 % (at most 750 points) counts, and a window that lies wholly in it does not exist.
/// </remarks>
internal sealed class NabSeries
{
    private const double Probation = 0.15;
    private const int ProbationMostRows = 5000;

    public NabSeries(string name, long[] times, double[] scores, IReadOnlyList<(long From, long To)> windows)
    {
        if (times.Length != scores.Length)
            throw new InvalidOperationException($"{name}: {times.Length} times and {scores.Length} scores.");
        (Name, Times, Scores) = (name, times, scores);
        First = (int)Math.Ceiling(Math.Min(Math.Floor(Probation * times.Length), Probation * ProbationMostRows));
        Spans = [.. windows.Select(w => (IndexOf(w.From), IndexOf(w.To))).Order()];
        Owner = new int[times.Length];
        Worth = new double[times.Length];
        Array.Fill(Owner, -1);
        Array.Fill(Worth, -1.0);
        for (var w = 0; w < Spans.Length; w++) Weigh(w);
        Windows = [.. Owner.Skip(First).Where(w => w >= 0).Distinct().Order()];
    }

    public string Name { get; }

    public long[] Times { get; }

    public double[] Scores { get; }

    /// <summary>First point that counts.</summary>
    public int First { get; }

    /// <summary>First and last point of each window.</summary>
    public (int From, int To)[] Spans { get; }

    /// <summary>The window of each point, or -1.</summary>
    public int[] Owner { get; }

    /// <summary>What an alarm at a point is worth, for a weight of 1.</summary>
    public double[] Worth { get; }

    /// <summary>Windows that count.</summary>
    public int[] Windows { get; }

    private int IndexOf(long time)
    {
        var index = Array.IndexOf(Times, time);
        return index >= 0 ? index : throw new InvalidOperationException($"{Name}: a window's edge is none of its times.");
    }

    private void Weigh(int w)
    {
        var (from, to) = Spans[w];
        var width = (double)(to - from + 1);
        var end = w + 1 < Spans.Length ? Spans[w + 1].From : Times.Length;
        for (var i = from; i <= to; i++) (Owner[i], Worth[i]) = (w, Squash(-(to - i + 1) / width) / Squash(-1));
        for (var i = to + 1; i < end; i++) Worth[i] = Squash((i - to) / (width - 1));
    }

    private static double Squash(double y) => y > 3 ? -1 : 2 / (1 + Math.Exp(5 * y)) - 1;
}
