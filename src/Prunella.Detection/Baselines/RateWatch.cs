using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Baselines;

/// <summary>The usual rate of requests of one stream, and the evidence that it has fallen or
/// risen.</summary>
internal sealed class RateWatch
{
    private readonly UsualRate _usual = new();
    private readonly RateChange _fall = RateChange.Fall();
    private readonly RateChange _rise = RateChange.Rise();
    private long _testedTo;

    /// <summary>True when the usual rate is known.</summary>
    public bool IsWarm => _usual.IsWarm;

    /// <summary>Requests a second by the last ten minutes.</summary>
    public double PerSecond => _usual.PerSecond;

    /// <summary>The lowest and the highest rate that was usual at the last tested block.</summary>
    public (double Lowest, double Highest) Usual => _usual.Around(_testedTo);

    /// <summary>1000 log10 of the evidence, and the rate since the change seems to have been.</summary>
    public (int Surprise, double PerSecond) Fall => (_fall.Surprise, _fall.PerSecond);

    /// <summary>The same of a rise.</summary>
    public (int Surprise, double PerSecond) Rise => (_rise.Surprise, _rise.PerSecond);

    /// <summary>Takes a block for evidence.</summary>
    /// <param name="at">Its end, Unix nanoseconds.</param>
    /// <param name="requests">Its count.</param>
    /// <param name="nanos">Its length.</param>
    public void Test(long at, long requests, long nanos)
    {
        _testedTo = at;
        if (!IsWarm) return;
        var (lowest, highest) = Usual;
        _fall.Step(requests, nanos, lowest, _usual);
        _rise.Step(requests, nanos, highest, _usual);
    }

    /// <summary>Takes a block that nobody finds anything wrong with.</summary>
    public void Learn(long at, long requests, long nanos) => _usual.Learn(at, requests, nanos);

    /// <summary>Something else explains what the rate does.</summary>
    public void ForgetEvidence()
    {
        _fall.Reset();
        _rise.Reset();
    }

    /// <summary>The rate of now is the usual one; the hours of the day are kept.</summary>
    public void BeginAnew()
    {
        _usual.BeginAnew();
        ForgetEvidence();
    }

    /// <summary>See <see cref="ShareRise.Cap"/>.</summary>
    public void Cap(int bar)
    {
        _fall.Cap(bar);
        _rise.Cap(bar);
    }
}
