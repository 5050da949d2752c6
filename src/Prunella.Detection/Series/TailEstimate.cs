namespace Prunella.Detection.Series;

/// <summary>How improbable a value is in its own stream, far out in the tail, by peaks over a threshold.</summary>
/// <remarks>
/// The body is an exponentially weighted mean m and mean absolute deviation s, in which outliers weigh less; r = |x
/// - m| / (1.2533 s). Beyond k the excesses follow a generalised Pareto law (Pickands 1975; Balkema and de Haan
/// 1974) of fixed shape xi, whose scale is their mean: p = zeta (1 + xi (r - k) / (beta (1 - xi)))^(-1/xi), with
/// zeta the share beyond k. A normal law ends far too soon on monitoring data.
/// </remarks>
/// <param name="shape">xi; the heavier the tail the larger, below 1.</param>
/// <param name="leastSpread">What is no spread at all: a stream that is nearly always the same must not call its
/// first stir a wonder.</param>
internal struct TailEstimate(double shape, double leastSpread)
{
    private const double Knee = 2;
    private const double Gain = 0.001;
    private const double LeastExcessGain = 0.02;
    private const int ExcessesEvenFor = 50;

    /// <summary>Values before anything is called improbable: a body is known by then, if not a tail.</summary>
    private const int From = 300;

    /// <summary>Values after which none weighs evenly any more.</summary>
    private const int EvenFor = 1000;

    private double _centre;
    private double _spread;
    private double _beyond = 0.05;
    private double _excess = 1;
    private int _excesses = 2;
    private int _count;

    /// <summary>The probability of a value as far off or farther, before it is learnt from.</summary>
    public double Judge(double x)
    {
        if (_count == 0) _centre = x;
        if (_count < EvenFor) _count++;
        var off = Math.Abs(x - _centre);
        var r = off / (1.2533 * Math.Max(_spread, leastSpread));
        var p = _count > From ? Probability(r) : 1;
        Learn(x, off, r);
        return p;
    }

    private readonly double Probability(double r)
    {
        // Within the body nothing depends on the law: what matters is that p falls as r grows.
        if (r <= Knee) return 1 - (1 - _beyond) * r / Knee;
        return Math.Min(1, _beyond * Math.Pow(1 + shape * (r - Knee) / (_excess * (1 - shape)), -1 / shape));
    }

    private void Learn(double x, double off, double r)
    {
        var gain = _count < EvenFor ? 1.0 / _count : Gain;
        _beyond += gain * ((r > Knee ? 1 : 0) - _beyond);
        _beyond = Math.Max(_beyond, 1e-6);
        if (r > Knee)
        {
            if (_excesses < ExcessesEvenFor) _excesses++;
            _excess += Math.Max(LeastExcessGain, 1.0 / _excesses) * (Math.Min(r - Knee, 1e3) - _excess);
        }
        var weight = r > Knee ? Math.Min(1, (Knee + 3) / r) : 1;
        _centre += gain * weight * (x - _centre);
        _spread += gain * weight * (off - _spread);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref _centre);
        state.Of(ref _spread);
        state.Of(ref _beyond);
        state.Of(ref _excess);
        state.Of(ref _excesses);
        state.Of(ref _count);
    }
}
