using Prunella.Detection.Baselines;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.FalseAlarms;

/// <summary>Evidence, gathered over time, that the rate of requests has fallen, or has risen.</summary>
/// <remarks>
/// The same e-detector as <see cref="ShareRise"/>, on counts by the negative binomial law. What is
/// nothing new reaches to three quarters of the usual rate (or to four thirds of it), because traffic
/// drifts; the three alternatives lie beyond. One block is worth at most a factor of 30, so that a
/// hiccup of a second or two, and what was pent up behind it, are never enough.
/// </remarks>
internal sealed class RateChange(double usual, double first, double second, double third)
{
    private const double MostEvidence = 1e100;
    private static readonly double MostOfOneBlock = Math.Log(30);
    private double _first;
    private double _second;
    private double _third;

    /// <summary>A fall: to a half, a quarter, nearly nothing.</summary>
    public static RateChange Fall() => new(0.75, 0.5, 0.25, 0.02);

    /// <summary>A rise: to twice, four and eight times.</summary>
    public static RateChange Rise() => new(4.0 / 3, 2, 4, 8);

    /// <summary>1000 log10 of the evidence; 0 when there is none.</summary>
    public int Surprise => (int)Math.Max(0, Math.Round(1000 * Math.Log10(Math.Max(1, Mean))));

    /// <summary>Requests since anything spoke for a change.</summary>
    public double Requests { get; private set; }

    /// <summary>Nanoseconds since then.</summary>
    public long Nanos { get; private set; }

    /// <summary>Requests a second since then.</summary>
    public double PerSecond => Nanos == 0 ? 0 : Requests * 1e9 / Nanos;

    private double Mean => (_first + _second + _third) / 3;

    /// <summary>Takes a block.</summary>
    /// <param name="requests">Its count.</param>
    /// <param name="nanos">Its length.</param>
    /// <param name="perSecond">The usual rate at its time.</param>
    /// <param name="rate">How counts vary.</param>
    public void Step(double requests, long nanos, double perSecond, UsualRate rate)
    {
        var expected = perSecond * nanos / 1e9;
        if (expected <= 0) return;
        var (size, power, floor) = (rate.SizeOf(nanos), rate.Power, usual * expected);
        double Bet(double evidence, double factor) => Math.Min(MostEvidence, (evidence + 1) * Math.Exp(Math.Min(
            MostOfOneBlock, power * NegativeBinomial.LogRatio(requests, factor * expected, floor, size))));
        (_first, _second, _third) = (Bet(_first, first), Bet(_second, second), Bet(_third, third));
        if (_first <= 1 && _second <= 1 && _third <= 1) (Requests, Nanos) = (0, 0);
        else (Requests, Nanos) = (Requests + requests, Nanos + nanos);
    }

    /// <summary>Begins anew: something else explains what is seen.</summary>
    public void Reset() => (_first, _second, _third, Requests, Nanos) = (0, 0, 0, 0, 0);

    /// <summary>See <see cref="ShareRise.Cap"/>.</summary>
    public void Cap(int bar)
    {
        var (mean, most) = (Mean, Math.Pow(10, bar / 1000.0 + 1));
        if (mean <= most) return;
        var factor = most / mean;
        (_first, _second, _third) = (_first * factor, _second * factor, _third * factor);
    }
}
