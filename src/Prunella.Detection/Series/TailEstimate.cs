namespace Prunella.Detection.Series;

/// <summary>How improbable a value is in its own stream, far out in the tail, by peaks over a threshold.</summary>
/// <remarks>
/// The body is an exponentially weighted mean m and mean absolute deviation s, in which outliers weigh less; r = |x
/// - m| / (1.2533 s). Beyond k the excesses follow a generalised Pareto law (Pickands 1975; Balkema and de Haan
/// 1974) of shape xi, whose scale is their mean: p = zeta (1 + xi (r - k) / (beta (1 - xi)))^(-1/xi), with
/// zeta the share beyond k. A normal law ends far too soon on monitoring data.
/// <para>A run of excesses is learnt when it is over, so that a fault that lasts does not teach its own tail that it is
/// usual. The shape is told by how alike two neighbouring runs a and b are: the mean of 2 min(a, b) / (a + b) is a half
/// for an exponential law and less by xi / 8.1 for a heavier one (simulated, within 2 % for xi of 0.2 to 0.5); it has
/// no unit and no outlier moves it far. Last, who says one in a thousand too often is believed less, until it is said
/// as often as it should be: what is corrected is what was said, after the correction (as in adaptive conformal
/// inference, Gibbs and Candes 2021), because a tail that is too light is so at every depth.</para>
/// </remarks>
internal struct TailEstimate(TailLaw law)
{
    private const double Knee = 2;
    private const double Gain = 0.001;

    /// <summary>A heavier tail has no variance, and could not be told from this one within weeks.</summary>
    private const double MostShape = 0.5;

    private const double ShapePerLikeness = 8.1;
    private const double ShapeGain = 0.005;

    /// <summary>Runs that the shape assumed is worth.</summary>
    private const double ShapePrior = 40;

    private const double Checked = 1e-3;
    private const double MostDoubt = 4;

    /// <summary>Only what is less probable is doubted, and at most up to here: what is farther off stays the less
    /// probable.</summary>
    private const double Doubted = 1e-2;

    /// <summary>Points that the belief in the law is worth.</summary>
    private const double CheckPrior = 1_000;

    private const double MostExcess = 1e3;

    /// <summary>Values before anything is called improbable: a body is known by then, if not a tail.</summary>
    private const int From = 300;

    /// <summary>Values that the belief remembers; the body weighs evenly for a thousand.</summary>
    private const int Remembered = 19_000;

    private double _centre;
    private double _spread;
    private float _beyond = 0.05f;
    private float _excess = 1;
    private float _likeness = (float)(0.5 - law.Shape / ShapePerLikeness);
    private float _before;
    private float _doubt = 1;
    private float _sum;
    private int _run;
    private int _excesses = 2;
    private int _count;

    private readonly double Shape => Math.Clamp((0.5 - _likeness) * ShapePerLikeness, law.LeastShape, MostShape);

    /// <summary>The probability of a value as far off or farther, before it is learnt from.</summary>
    public double Judge(double x)
    {
        if (_count == 0) _centre = x;
        if (_count < Remembered) _count++;
        var off = Math.Abs(x - _centre);
        var r = off / (1.2533 * Math.Max(_spread, law.LeastSpread));
        var p = _count > From ? Probability(r) : 1;
        var said = p < Doubted ? Math.Min(Doubted, p * _doubt) : p;
        Learn(x, off, r);
        if (_count > From) Doubt(said);
        return said;
    }

    /// <summary>Grows with every one in a thousand that was said and fades between them, so that it rests where that is
    /// said once in a thousand.</summary>
    private void Doubt(double said)
    {
        var step = ((said <= Checked ? 1 / Checked : 0) - 1) / (CheckPrior + _count);
        _doubt = (float)Math.Clamp(_doubt * (1 + step), 1, MostDoubt);
    }

    private readonly double Probability(double r)
    {
        // Within the body nothing depends on the law: what matters is that p falls as r grows.
        if (r <= Knee) return 1 - (1 - _beyond) * r / Knee;
        var xi = Shape;
        return Math.Min(1, _beyond * Math.Pow(1 + xi * (r - Knee) / (_excess * (1 - xi)), -1 / xi));
    }

    private void Learn(double x, double off, double r)
    {
        var gain = _count * Gain < 1 ? 1.0 / _count : Gain;
        _beyond = (float)Math.Max(_beyond + gain * ((r > Knee ? 1 : 0) - _beyond), 1e-6);
        if (r > Knee)
        {
            _run++;
            _sum += (float)Math.Min(r - Knee, MostExcess);
        }
        else if (_run > 0) EndRun();
        var weight = r > Knee ? Math.Min(1, (Knee + 3) / r) : 1;
        _centre += gain * weight * (x - _centre);
        _spread += gain * weight * (off - _spread);
    }

    private void EndRun()
    {
        var mean = _sum / _run;
        _excesses = Math.Min(_excesses + _run, Remembered);
        var one = Math.Max(law.Forgetting, 1.0 / _excesses);
        _excess += (float)((1 - Math.Pow(1 - one, _run)) * (mean - _excess));
        var gain = Math.Max(ShapeGain, 1 / (_excesses + ShapePrior));
        if (_before > 0) _likeness += (float)(gain * (2 * Math.Min(mean, _before) / (mean + _before) - _likeness));
        _before = mean;
        (_run, _sum) = (0, 0);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref _centre);
        state.Of(ref _spread);
        state.Of(ref _beyond);
        state.Of(ref _excess);
        state.Of(ref _likeness);
        state.Of(ref _before);
        state.Of(ref _doubt);
        state.Of(ref _sum);
        state.Of(ref _run);
        state.Of(ref _excesses);
        state.Of(ref _count);
    }
}
