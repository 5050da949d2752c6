using Prunella.Contracts;
using Prunella.Detection.FalseAlarms;
using Prunella.Detection.Hot;

namespace Prunella.Detection.Baselines;

/// <summary>The latencies that are usual, as a whole distribution, and evidence that they have become
/// longer.</summary>
/// <remarks>
/// A histogram with a memory of an hour of busy blocks. Its median, 90th and 99th percentile are
/// marks: each block tells how many of its requests were beyond each mark, and these shares are
/// watched like shares of failures, against what the histogram itself has beyond the mark (exactly:
/// a mark is a bucket's upper bound), with odds a third higher forgiven and two standard errors of
/// the estimate. Latencies of one second go together, so two requests are taken to agree by a tenth
/// before anything is known, and one block is worth at most a factor of 30. The evidence is the mean
/// of the three, which is an e-detector again and pays for the three looks. While evidence gathers
/// (beyond a hundred) nothing is learnt for a minute of blocks, so that a shift does not excuse
/// itself before it is found; what has not convinced by then is small, and is learnt. About 2 KB,
/// no allocation after construction.
/// </remarks>
internal sealed class UsualLatency
{
    private const int Memory = 3600;
    private const int MarkEvery = 16;
    private const int Enough = 120;
    private const int EnoughRequests = 500;
    private const int Doubtful = 2000;
    private const int LongestDoubt = 60;
    private const double PriorCorrelation = 0.1;
    private const double MostOfOneBlock = 1.5;
    private const double ForgivenOdds = 4.0 / 3;
    private static readonly double[] Levels = [0.5, 0.9, 0.99];

    private readonly float[] _usual = new float[LatencyBuckets.Count];
    private readonly int[] _marks = new int[Levels.Length];
    private readonly UsualShare[] _beyond = [.. Levels.Select(_ => new UsualShare(PriorCorrelation))];
    private readonly ShareRise[] _rises = [.. Levels.Select(_ => new ShareRise(MostOfOneBlock))];
    private double _total;
    private int _blocks;
    private int _doubt;

    /// <summary>True after two minutes of blocks, with five hundred requests, and once its marks were
    /// set.</summary>
    public bool IsWarm => _blocks >= Enough && _total >= EnoughRequests;

    /// <summary>1000 log10 of the evidence that latencies are longer than usual.</summary>
    public int Surprise
    {
        get
        {
            var sum = 0.0;
            foreach (var rise in _rises) sum += Math.Pow(10, rise.Surprise / 1000.0);
            return (int)Math.Max(0, Math.Round(1000 * Math.Log10(sum / Levels.Length)));
        }
    }

    /// <summary>The mark with the most evidence: its level (0.5, 0.9 or 0.99) and its bucket.</summary>
    public (double Level, int Bucket) Strongest
    {
        get
        {
            var best = 0;
            for (var i = 1; i < Levels.Length; i++)
            {
                if (_rises[i].Surprise > _rises[best].Surprise) best = i;
            }
            return (Levels[best], _marks[best]);
        }
    }

    /// <summary>Takes a block of whole histogram cells for evidence.</summary>
    public void Test(ReadOnlySpan<long> block, long from)
    {
        var total = Histograms.Total(block);
        if (total == 0 || !IsWarm) return;
        for (var i = 0; i < Levels.Length; i++)
        {
            var odds = _beyond[i].Upper / Math.Max(1e-9, 1 - _beyond[i].Upper) * ForgivenOdds;
            var counts = new Counts(Beyond(block, _marks[i]), total, 0);
            _rises[i].Step(counts, from, Math.Clamp(odds / (1 + odds), 1e-4, 0.9), _beyond[i].Power);
        }
    }

    /// <summary>Takes a block that nobody finds anything wrong with.</summary>
    public void Learn(ReadOnlySpan<long> block)
    {
        var total = Histograms.Total(block);
        if (total == 0) return;
        _doubt = Surprise < Doubtful ? 0 : _doubt + 1;
        if (_doubt is > 0 and <= LongestDoubt) return;
        for (var b = 0; b < block.Length; b++) _usual[b] += block[b];
        _total += total;
        for (var i = 0; i < Levels.Length && _blocks >= MarkEvery; i++)
            _beyond[i].Learn(new Counts(Beyond(block, _marks[i]), total, 0));
        if (++_blocks % MarkEvery != 0) return;
        const float Kept = 1 - (float)MarkEvery / Memory;
        for (var b = 0; b < _usual.Length; b++) _usual[b] *= Kept;
        _total *= Kept;
        Mark();
    }

    /// <summary>See <see cref="ShareRise.Cap"/>.</summary>
    public void Cap(int bar)
    {
        foreach (var rise in _rises) rise.Cap(bar);
    }

    private void Mark()
    {
        for (var i = 0; i < Levels.Length; i++)
        {
            var (rank, seen, b) = (Levels[i] * _total, 0.0, 0);
            for (; b < _usual.Length - 1 && (seen += _usual[b]) < rank; b++) { }
            _marks[i] = b;
            var beyond = 0.0;
            for (var above = b + 1; above < _usual.Length; above++) beyond += _usual[above];
            _beyond[i].Restate(beyond, _total);
        }
    }

    private static long Beyond(ReadOnlySpan<long> block, int mark)
    {
        long beyond = 0;
        for (var b = mark + 1; b < block.Length; b++) beyond += block[b];
        return beyond;
    }
}
