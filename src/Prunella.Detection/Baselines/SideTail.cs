namespace Prunella.Detection.Baselines;

/// <summary>How improbable it is to lie so far to one side of what is expected.</summary>
/// <remarks>
/// Within two scales the probability falls by one rate from a half; beyond them the excesses follow a
/// generalised Pareto law of shape 0.2 (peaks over threshold: Pickands 1975, Balkema and de Haan 1974), whose scale is
/// their mean. Each side has its own, because counts and latencies lean. The shape is fixed: eight bytes can hold
/// a share and a mean, and a tail that is too heavy only costs points until a page.
/// </remarks>
internal struct SideTail
{
    private const double Knee = 2;
    private const double Shape = 0.2;
    private const double ExcessGain = 0.02;
    private const double MostExcess = 1000;
    private const float LeastShare = 1e-6f;
    private const float MostShare = 0.4f;

    private float _share;
    private float _excess;

    /// <summary>Of a series that nothing is known of: a little heavier than a normal law.</summary>
    public static SideTail Unknown => new() { _share = 0.03f, _excess = 1 };

    /// <param name="scales">How far off, in scales; at most zero is the other side.</param>
    public readonly double Probability(double scales)
    {
        if (scales <= 0) return 1;
        if (scales <= Knee) return 0.5 * Math.Pow(_share / 0.5, scales / Knee);
        return _share * Math.Pow(1 + Shape * (scales - Knee) / (_excess * (1 - Shape)), -1 / Shape);
    }

    public void Learn(double scales, double gain)
    {
        _share += (float)(gain * ((scales > Knee ? 1 : 0) - _share));
        _share = Math.Clamp(_share, LeastShare, MostShare);
        if (scales > Knee) _excess += (float)(ExcessGain * (Math.Min(scales - Knee, MostExcess) - _excess));
    }
}
