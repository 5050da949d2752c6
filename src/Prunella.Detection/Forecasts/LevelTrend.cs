using Prunella.Detection.Series;

namespace Prunella.Detection.Forecasts;

/// <summary>Where a series stands and which way it goes: Holt's level and trend, with bounded influence.</summary>
/// <remarks>
/// Holt's linear method, with the spans between points in units of the forecaster's horizon. The error
/// e = x - (level + damped trend * span) moves the level by gain * e and the trend by the slope of the level, averaged
/// over half a horizon. <em>Robust</em>: an error beyond three usual ones counts as three, so one outlier teaches
/// little; three on one side in a row are a new level, which is taken whole. <em>The gain</em> finds itself: errors
/// that follow one another on one side say that the level lags, errors that alternate that it chases noise (Trigg and
/// Leach 1967 watch the same sign). <em>The trend is damped by its doubt</em>: of a trend that noise alone would show,
/// nothing is used (the positive part of James and Stein's factor, 1 - 3 / z squared, z the rise over the time it was
/// seen against the walk of the level in it). Gains and limits chosen by feel and measured by the bench.
/// </remarks>
internal struct LevelTrend
{
    private const double Memory = 0.5;
    private const double Outlying = 4;
    private const double Influence = 3;
    private const int Persistent = 3;
    private const double Doubt = 3;
    private const double Curiosity = 0.05;
    private const double ScaleGain = 0.02;
    private const int Early = 5;
    private const int Many = 60_000;

    /// <summary>A single float holds it.</summary>
    private const double Steepest = 1e36;

    /// <summary>Of the mean absolute error to the standard deviation of a normal law.</summary>
    public const double Deviation = 1.2533;

    private double _level;
    private float _trend;
    private float _step;
    private float _spread;
    private float _lag;
    private float _before;
    private float _jitter;
    private float _seen;
    private ushort _count;
    private sbyte _beyond;

    /// <summary>The smoothed value at the last point.</summary>
    public readonly double Level => _level;

    /// <summary>The usual span between points, in horizons.</summary>
    public readonly double Step => _step;

    /// <summary>How far off the next point usually is: a standard deviation.</summary>
    public readonly double Spread => _spread;

    /// <summary>How much of an error is taken for a change of the level, 0 to 1.</summary>
    public readonly double Gain => 1 / (1 + Math.Exp(-_lag));

    /// <summary>Points since the beginning.</summary>
    public readonly int Count => _count;

    /// <summary>Horizons since the trend was begun anew.</summary>
    public readonly double Seen => _seen;

    /// <summary>Change per horizon that is believed, zero where noise would show as much.</summary>
    public readonly double Trend
    {
        get
        {
            var time = Math.Min(_seen, Memory);
            if (time <= 0 || _step <= 0 || _trend == 0) return 0;
            // The level walks by the gain's share of an error each step; and where it began is known to an error only,
            // which matters until the beginning is forgotten.
            var gain = Math.Max(Gain, 1.0 / _count);
            var start = Math.Min(1, Math.Exp(2 * (Memory - _seen)));
            var walk = _jitter * Math.Sqrt(gain * gain * time / _step + gain + start * start);
            if (walk <= 0) return _trend;
            var z = Math.Abs(_trend) * time / walk;
            return _trend * Math.Max(0, 1 - Doubt / (z * z));
        }
    }

    public void Begin(double value)
    {
        this = default;
        (_level, _count, _lag) = (value, 1, -2.2f);
    }

    /// <summary>The level is where it is now, and nothing is known of its way: a restart, or a long gap.</summary>
    public void BeginAnew(double value) => (_level, _trend, _seen, _beyond, _before) = (value, 0, 0, 0, 0);

    /// <summary>True for a fall to less than a half, by far more than the usual: a restart, or a collection.</summary>
    public readonly bool IsReset(double value) =>
        _count > Early && value >= 0 && value < _level / 2 && _level - value > 2 * Outlying * _spread;

    /// <summary>Learns the next point.</summary>
    /// <param name="span">Since the last one, in horizons, above zero.</param>
    /// <param name="value">Finite.</param>
    public void Add(double span, double value)
    {
        _count = (ushort)Math.Min(_count + 1, Many);
        _step += (float)(Math.Max(0.05, 1.0 / (_count - 1)) * (Usual(span) - _step));
        var predicted = _level + Trend * span;
        var error = value - predicted;
        var isOutlying = _count > Early && Math.Abs(error) > Outlying * _spread;
        _beyond = (sbyte)(!isOutlying ? 0 : error > 0 ? Math.Max((int)_beyond, 0) + 1 : Math.Min((int)_beyond, 0) - 1);
        LearnSpread(error);
        if (Math.Abs((int)_beyond) >= Persistent)
        {
            // It stays there: a step is no slope, so the trend learns nothing from it.
            (_level, _beyond, _before) = (value, 0, 0);
            _seen += (float)span;
            return;
        }
        var bounded = isOutlying ? Math.Clamp(error, -Influence * _spread, Influence * _spread) : error;
        var part = Math.Max(1 - Math.Pow(1 - Gain, Math.Clamp(span / _step, 0.1, 10)), 1.0 / _count);
        Move(predicted + part * bounded, span);
        LearnGain(bounded);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(ref _level);
        Floats.Of(state, ref _trend);
        Floats.Of(state, ref _step);
        Floats.Of(state, ref _spread);
        Floats.Of(state, ref _lag);
        Floats.Of(state, ref _before);
        Floats.Of(state, ref _jitter);
        Floats.Of(state, ref _seen);
        var (count, beyond) = ((int)_count, (int)_beyond);
        state.Of(ref count);
        state.Of(ref beyond);
        (_count, _beyond) = ((ushort)Math.Clamp(count, 0, Many), (sbyte)Math.Clamp(beyond, -Persistent, Persistent));
        if (_step < 0 || _spread < 0 || _jitter < 0 || _seen < 0) throw new FormatException("The state of a forecast has a span below zero.");
    }

    private readonly double Usual(double span) => _step > 0 ? Math.Min(span, 4 * _step) : span;

    private void Move(double level, double span)
    {
        _seen += (float)span;
        var weight = Math.Max(1 - Math.Exp(-span / Memory), span / _seen);
        _trend = (float)Math.Clamp(_trend + weight * ((level - _level) / span - _trend), -Steepest, Steepest);
        _level = level;
    }

    private void LearnSpread(double signed)
    {
        var error = Math.Abs(signed);
        // What was still until now has no measure for what is far.
        var bounded = _spread > 0 && _count > Early ? Math.Min(error, Outlying * _spread) : error;
        _spread += (float)(Math.Max(ScaleGain, 1.0 / (_count - 1)) * (Deviation * bounded - _spread));
        // From one error to the next: a level that lags behind a slope is wrong by the same each time.
        if (_count < 3) return;
        var change = Math.Min(Math.Abs(signed - _before) / Math.Sqrt(2), Outlying * Math.Max(_jitter, _spread));
        _jitter += (float)(Math.Max(ScaleGain, 1.0 / (_count - 2)) * (Deviation * change - _jitter));
    }

    private void LearnGain(double error)
    {
        if (_spread > 0 && _count > Early)
        {
            var agreement = Math.Clamp(error / _spread * (_before / _spread), -2, 2);
            _lag = (float)Math.Clamp(_lag + Curiosity * agreement, -4, 4);
        }
        _before = (float)error;
    }
}
