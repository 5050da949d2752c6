using Prunella.Detection.FalseAlarms;
using Prunella.Detection.Hot;

namespace Prunella.Detection.Baselines;

/// <summary>The share of bad ones that is usual, and how much it varies from block to block.</summary>
/// <remarks>
/// Sums of bad and total with a memory of an hour of blocks. A block's bad ones count for at most two
/// and four standard deviations more than usual, so that one burst does not become normal; its variance
/// counts in full, so that bursts that pass below every bar teach the next test humility. Correlation
/// within a block by moments: E[(bad - n p)^2] = n p (1-p) (1 + (n-1) rho), summed over blocks, with
/// p at least one in a hundred below the line (where nothing fails, one failure is no proof of
/// correlation), a prior as if of 200 pairs, and no block for more than five of its own.
/// </remarks>
/// <param name="priorCorrelation">What is assumed of two requests of one block before anything is
/// known.</param>
internal struct UsualShare(double priorCorrelation)
{
    private const int Memory = 3600;
    private const int Enough = 60;
    private const int EnoughRequests = 100;
    private const double PriorPairs = 200;
    private const double MostCorrelation = 0.3;
    private const double MostOfOneBlock = 5;
    private const double Floor = 0.01;
    private const double Influence = 4;
    private const double Few = 2;
    private Persistence _persistence;
    private double _bad;
    private double _total;
    private double _excess;
    private double _pairs;
    private int _blocks;

    /// <summary>True after a minute of blocks and a hundred requests.</summary>
    public readonly bool IsWarm => _blocks >= Enough && _total >= EnoughRequests;

    public readonly double Share => _total <= 0 ? 0 : _bad / _total;

    /// <summary>Correlation of two requests of one block.</summary>
    public readonly double Correlation => Math.Clamp(
        (_excess + priorCorrelation * PriorPairs) / (_pairs + PriorPairs), priorCorrelation, MostCorrelation);

    /// <summary>Twice that, for tails: a few large bursts have a heavier tail than Beta's of the same
    /// variance.</summary>
    public readonly double CorrelationOfTail => Math.Min(MostCorrelation, 2 * Correlation);

    /// <summary>See <see cref="Persistence.Power"/>.</summary>
    public readonly double Power => _persistence.Power;

    /// <summary>What the share may be, given that it is only estimated: two standard errors more.</summary>
    public readonly double Upper => _total <= 0 ? 1 : Math.Min(1, Share + 2 * Error((_bad + 1) / (_total + 2)));

    /// <summary>Takes a block that nobody finds anything wrong with.</summary>
    public void Learn(Counts block)
    {
        if (block.Total <= 0) return;
        double n = block.Total;
        var (usual, p) = (Share, Math.Clamp(Share, Floor, 1 - Floor));
        var deviation = block.Bad - n * usual;
        var bad = (double)block.Bad;
        if (_blocks >= Enough)
        {
            var deviates = Math.Sqrt(n * p * (1 - p) * (1 + (n - 1) * Correlation));
            bad = Math.Min(bad, n * usual + Influence * deviates + Few);
            var pairs = n * (n - 1) * p * (1 - p);
            var excess = Math.Min(deviation * deviation - n * usual * (1 - usual), MostOfOneBlock * pairs);
            _excess += excess - _excess / Memory;
            _pairs += pairs - _pairs / Memory;
            _persistence.Learn(deviation / deviates);
        }
        _bad += bad - _bad / Memory;
        _total += n - _total / Memory;
        _blocks = Math.Min(_blocks + 1, Memory);
    }

    /// <summary>What is counted as bad has another definition now: its sums are replaced, its variation is
    /// kept.</summary>
    public void Restate(double bad, double total) => (_bad, _total) = (bad, total);

    private readonly double Error(double p)
    {
        var perBlock = Math.Max(1, _total / Math.Max(1, _blocks));
        return Math.Sqrt(p * (1 - p) / _total * (1 + (perBlock - 1) * Correlation) / Power);
    }
}
