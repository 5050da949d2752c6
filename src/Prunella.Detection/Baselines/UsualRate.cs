using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Baselines;

/// <summary>How many requests a second are usual, and how much their number varies.</summary>
/// <remarks>
/// The level is a mean with a memory of ten minutes, so that it follows the day by itself. The
/// variance of a block's count over its mean (Pearson's dispersion) has a memory of an hour of
/// blocks; at mean m it gives the size k = m / (dispersion - 1) of a negative binomial law. One
/// block's deviation counts for at most 25 times what is usual. Before ten minutes of life nothing
/// is judged: a fresh service is given its traffic step by step.
/// </remarks>
internal sealed class UsualRate
{
    private const double MemoryNanos = 600e9;
    private const int DispersionMemory = 3600;
    private const double PriorDispersion = 1.5;
    private const int PriorBlocks = 20;
    private const double MostOfOneBlock = 25;
    private readonly DayRhythm _day = new();
    private Persistence _persistence;
    private double _perSecond;
    private double _dispersion = PriorDispersion;
    private int _blocks = PriorBlocks;
    private double _lived;

    /// <summary>True after ten minutes of blocks.</summary>
    public bool IsWarm => _lived >= MemoryNanos;

    /// <summary>Requests a second by the last ten minutes alone.</summary>
    public double PerSecond => _perSecond;

    /// <summary>See <see cref="Persistence.Power"/>.</summary>
    public double Power => _persistence.Power;

    /// <summary>The lowest and the highest rate that is usual now.</summary>
    public (double Lowest, double Highest) Around(long at)
    {
        if (!_day.IsKnown) return (_perSecond, _perSecond);
        var (lowest, highest) = _day.Around(at);
        return (Math.Min(_perSecond, lowest), Math.Max(_perSecond, highest));
    }

    /// <summary>The size of the negative binomial law of a block's count.</summary>
    public double SizeOf(long nanos) =>
        _dispersion <= 1.0001 ? double.PositiveInfinity : Math.Max(0.01, _perSecond * nanos / 1e9 / (_dispersion - 1));

    /// <summary>What came so far is no measure any more; how counts vary and the hours of the day
    /// are.</summary>
    public void BeginAnew() => _lived = 0;

    /// <summary>Takes a block that nobody finds anything wrong with.</summary>
    public void Learn(long at, double requests, long nanos)
    {
        var expected = _perSecond * nanos / 1e9;
        if (expected > 0.01 && _lived >= MemoryNanos / 10)
        {
            var deviation = requests - expected;
            _blocks = Math.Min(_blocks + 1, DispersionMemory);
            var term = Math.Min(deviation * deviation / expected, MostOfOneBlock * _dispersion);
            _dispersion += (term - _dispersion) / _blocks;
            _persistence.Learn(deviation / Math.Sqrt(expected * _dispersion));
        }
        _lived = Math.Min(_lived + nanos, MemoryNanos);
        _perSecond += (requests * 1e9 / nanos - _perSecond) * Math.Min(1, nanos / _lived);
        _day.Learn(at, requests, nanos);
    }
}
