namespace Prunella.Detection.Series;

/// <summary>What is looked at in a series: the value, its means, its spread, its rhythm.</summary>
/// <remarks>All of it is causal and of fixed memory.</remarks>
internal sealed class Features
{
    private readonly Averages _averages = new();
    private readonly Profile _day = new(24, 0.1);
    private readonly Profile _week = new(168, 0.2);
    private readonly ShapeDrift _drift = new();
    private Ewma _size = new(1000);
    private Ewma _level = new(2000);
    private Ewma _together = new(48);
    private Ewma _dayTrend = new(12);
    private Ewma _weekTrend = new(12);
    private bool _drifts;
    private double _origin;
    private double _value;
    private double _lag1;

    public Averages Averages => _averages;

    public double Value => _value;

    public double Lag1 => _lag1;

    /// <summary>The mean size of the last 1,000 points, whatever their sign.</summary>
    public double Size => _size.Mean;

    /// <summary>The mean of the last 2,000 points.</summary>
    public double Level => _level.Mean;

    /// <summary>Change of the mean of six points.</summary>
    public double Slope { get; private set; }

    public double LogDeviation12 { get; private set; }

    public double LogDeviation48 { get; private set; }

    /// <summary>Lag-1 autocorrelation over 48 points, -1 to 1.</summary>
    public double Autocorrelation { get; private set; }

    public Profile Day => _day;

    public Profile Week => _week;

    public double DayResidual { get; private set; }

    public double WeekResidual { get; private set; }

    public double DayTrend => _dayTrend.Mean;

    public double WeekTrend => _weekTrend.Mean;

    public double Drift { get; private set; }

    /// <summary>Begins to compare distributions, with the first values as the measure.</summary>
    public void BeginDrift(ReadOnlySpan<double> first)
    {
        _drift.Begin(first);
        _drifts = true;
    }

    public void Add(in Calendar when, double x, bool isFirst)
    {
        if (isFirst) (_origin, _value) = (x, x);
        (_lag1, _value) = (_value, x);
        var centre = isFirst ? x : _averages.Of48;
        var before = isFirst ? x : _averages.Of6;
        _averages.Add(x);
        Slope = _averages.Of6 - before;
        _size.Add(Math.Abs(x));
        _level.Add(x);
        Autocorrelation = Correlate(_together.Add((x - centre) * (Lag1 - centre)));
        LogDeviation12 = Log(_averages.Deviation12);
        LogDeviation48 = Log(_averages.Deviation48);
        DayResidual = _day.Residual(when.HourOfDay, x - _origin);
        WeekResidual = _week.Residual(when.HourOfWeek, x - _origin);
        if (_day.IsKnown) _dayTrend.Add(DayResidual);
        if (_week.IsKnown) _weekTrend.Add(WeekResidual);
        if (_drifts) Drift = _drift.Add(x);
    }

    private double Correlate(double covariance)
    {
        var deviation = _averages.Deviation48;
        // Of a constant series with the arithmetic's dust on it, there is no rhythm to speak of.
        return deviation > 1e-9 * Size ? Math.Clamp(covariance / (deviation * deviation), -1, 1) : 0;
    }

    /// <summary>A thousandth of the usual size keeps a constant series finite.</summary>
    private double Log(double deviation) => Math.Log(deviation + 1e-3 * _size.Mean + 1e-12);

    /// <summary>What the next point needs; the rest is worked out again with it.</summary>
    public void Exchange(StateExchange state)
    {
        _averages.Exchange(state);
        _day.Exchange(state);
        _week.Exchange(state);
        _drift.Exchange(state);
        _size.Exchange(state);
        _level.Exchange(state);
        _together.Exchange(state);
        _dayTrend.Exchange(state);
        _weekTrend.Exchange(state);
        state.Of(ref _drifts);
        state.Of(ref _origin);
        state.Of(ref _value);
        state.Of(ref _lag1);
    }
}
