using Prunella.Detection.Series;

namespace Prunella.Detection.Forecasts;

/// <summary>Foretells one series of numbers up to a horizon, with intervals that are measured and not
/// assumed.</summary>
/// <remarks>
/// A forecast starts from the robust level (<see cref="LevelTrend"/>) and leaves it in three ways: on along the
/// trend, back to the slow mean, on along the day's shape. How much of each, and how wrong the sum is, is learnt by its
/// own past forecasts over the whole horizon and over a sixth of it (<see cref="ErrorBook"/>); between the two and down
/// to the next point all of it is interpolated. Points may come at any spans; what is no number, beyond 1e30, a
/// duplicate or older than a point before is passed over. After a gap of more than a horizon, and after a fall to less
/// than a half, the level is where it is and its trend begins anew; what has fallen so twice by itself is foretold to
/// climb a tenth above its highest peak of late, and not beyond. A series that was never below zero is not foretold
/// below zero; one that never fell is not foretold to fall.
/// Memory is fixed: 256 bytes, and 168 more with the day's shape. Nothing is allocated after construction. The same
/// points give the same forecasts bit for bit; all spans are in units of the horizon, so only the day's shape knows
/// what an hour is.
/// One thread at a time.
/// </remarks>
public sealed class Forecaster
{
    /// <summary>Of the saved state: another one with every change to what is kept.</summary>
    private const int Version = 1;

    /// <summary>The short horizon's share of the long one.</summary>
    private const double Short = 1.0 / 6;

    /// <summary>The slow mean forgets over a day where the horizon is an hour.</summary>
    private const double Slowness = 24;

    private const double Largest = 1e30;
    private const int LeastPoints = 12;
    private const double LeastSeen = 0.1;
    private const double Gap = 8;
    private const double Enough = 10;
    private const int Told = 2;
    private const double Margin = 0.1;

    /// <summary>Nothing is foretold to be reached after more than so many times as long as was seen.</summary>
    private const double Reserve = 3;

    /// <summary>One fall to less than a half is a counter's restart; two are its way, and so is any other
    /// fall.</summary>
    private const byte MostFalls = 2;

    private readonly DayProfile? _day;
    private readonly long _horizon;
    private LevelTrend _line;
    private ErrorBook _near;
    private ErrorBook _far;
    private long _at = long.MinValue;
    private double _last;
    private float _slow;
    private float _age;
    private float _peak;
    private byte _falls;
    private byte _resets;
    private bool _hasBeenNegative;

    /// <summary>Of a series of which nothing is known yet.</summary>
    /// <param name="horizonNanos">How far ahead it foretells; a second to a year.</param>
    /// <param name="daily">Learn the day's shape (UTC), too.</param>
    public Forecaster(long horizonNanos, bool daily)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizonNanos, 1_000_000_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizonNanos, 366L * 86_400_000_000_000);
        _horizon = horizonNanos;
        if (daily) _day = new DayProfile();
        _near.Begin();
        _far.Begin();
    }

    /// <summary>How far ahead it foretells, in nanoseconds.</summary>
    public long HorizonNanos => _horizon;

    /// <summary>Enough was seen to say anything: twelve points, over a tenth of the horizon.</summary>
    public bool IsKnown => _line.Count >= LeastPoints && _age >= LeastSeen;

    /// <summary>Forecasts over the whole horizon that came due: what its intervals rest on.</summary>
    public int Measured => _far.Count;

    /// <summary>The last point's time, Unix nanoseconds.</summary>
    public long At => _at;

    /// <summary>The last point's value.</summary>
    public double Last => _last;

    /// <summary>Change over a horizon by the trend that is believed, zero where noise would show as much.</summary>
    public double Trend => _line.Trend;

    /// <summary>Where the series usually is: its slow mean.</summary>
    public double Usual => _slow + _last;

    /// <summary>How far off the next point usually is: a standard deviation.</summary>
    public double Spread => _line.Spread;

    /// <summary>Learns a point; false when it was passed over.</summary>
    /// <param name="at">Unix nanoseconds UTC, at most half of what a long can hold away from zero.</param>
    /// <param name="value">Any unit.</param>
    public bool Observe(long at, double value)
    {
        // Not so for what is no number: a comparison with it is false.
        if (!(Math.Abs(value) <= Largest) || at <= _at) return false;
        if (_line.Count == 0) _line.Begin(value);
        else Add(at, value);
        (_at, _last) = (at, value);
        _hasBeenNegative |= value < 0;
        _day?.Add(at, -_slow);
        Issue(ref _near, Short);
        Issue(ref _far, 1);
        return true;
    }

    /// <summary>What is expected some time after the last point; null while too little was seen.</summary>
    /// <param name="aheadNanos">Above zero; beyond the horizon it is the horizon's.</param>
    public Forecast? Ahead(long aheadNanos)
    {
        if (!IsKnown) return null;
        var ahead = Math.Clamp((double)aheadNanos / _horizon, 0, 1);
        // In the logarithm of time: from the next point over the short horizon to the long one.
        var step = Math.Clamp(_line.Step, 1e-9, 1);
        var isFar = ahead > Short;
        var part = isFar ? Math.Log(ahead / Short) / Math.Log(1 / Short) : PartTo(Short, step, ahead);
        var weights = isFar ? _near.Weights.Toward(FarWeights(), part) : _near.Weights;
        var expected = _line.Level + weights.Times(PartsOf(ahead));
        var (one, near, far) = (_line.Spread, Scale(_near, Short), Scale(_far, 1));
        var scale = isFar ? Between(near, far, part) : Between(one, near, part);
        double Edge(int q) => expected + scale * (isFar
            ? _near.Edge(q) + part * (_far.Edge(q) - _near.Edge(q))
            : _near.Edge(q));
        return Ordered(expected, Edge(0), Edge(1), Edge(2), Edge(3));
    }

    /// <summary>When the series is at or above a bound, by the forecasts up to the horizon; null while too little was
    /// seen.</summary>
    public Reach? UntilAbove(double bound) => Until(bound, 1);

    /// <summary>When the series is at or below a bound; null while too little was seen.</summary>
    public Reach? UntilBelow(double bound) => Until(bound, -1);

    /// <summary>Its whole memory as bytes: a forecaster made of them goes on as this one would.</summary>
    public byte[] Save()
    {
        var state = new StateWriting();
        var (version, horizon, daily) = (Version, _horizon, _day is not null);
        state.Of(ref version);
        state.Of(ref horizon);
        state.Of(ref daily);
        Exchange(state);
        return state.Bytes;
    }

    /// <summary>A forecaster with the memory that another one saved.</summary>
    /// <param name="saved">What <see cref="Save"/> gave.</param>
    /// <exception cref="FormatException">It is cut off, too long, or of another version of this programme.</exception>
    public static Forecaster Restore(byte[] saved)
    {
        var state = new StateReading(saved);
        var (version, horizon, daily) = (0, 0L, false);
        state.Of(ref version);
        if (version != Version)
            throw new FormatException($"The state of a forecast is of version {version}; this programme knows {Version}.");
        state.Of(ref horizon);
        state.Of(ref daily);
        if (horizon is < 1_000_000_000 or > 366L * 86_400_000_000_000)
            throw new FormatException($"The state of a forecast has a horizon of {horizon} ns, which none can have.");
        var forecaster = new Forecaster(horizon, daily);
        forecaster.Exchange(state);
        return state.IsAtEnd
            ? forecaster
            : throw new FormatException("The state of a forecast is longer than it should be.");
    }

    private void Exchange(StateExchange state)
    {
        _line.Exchange(state);
        _near.Exchange(state);
        _far.Exchange(state);
        _day?.Exchange(state);
        state.Of(ref _at);
        state.Of(ref _last);
        Floats.Of(state, ref _slow);
        Floats.Of(state, ref _age);
        Floats.Of(state, ref _peak);
        var (falls, resets) = ((int)_falls, (int)_resets);
        state.Of(ref falls);
        state.Of(ref resets);
        (_falls, _resets) = ((byte)Math.Clamp(falls, 0, MostFalls), (byte)Math.Clamp(resets, 0, MostFalls));
        state.Of(ref _hasBeenNegative);
        var isTime = _at == long.MinValue || Math.Abs((double)_at) <= long.MaxValue / 2;
        if (!isTime || !double.IsFinite(_last + _line.Level))
            throw new FormatException("The state of a forecast holds what is neither a value nor a time.");
    }

    private void Add(long at, double value)
    {
        var span = (at - (double)_at) / _horizon;
        var isReset = _line.IsReset(value);
        if (isReset) _resets = (byte)Math.Min(_resets + 1, MostFalls);
        if (value < _last) _falls = isReset ? (byte)Math.Min(_falls + 1, MostFalls) : MostFalls;
        Learn(ref _near, Short, span, value - _last);
        Learn(ref _far, 1, span, value - _last);
        _age += (float)span;
        // Kept as distances from the last value, so that single floats hold them however high the series lies.
        var weight = Math.Max(1 - Math.Exp(-span / Slowness), Math.Min(1, span / _age));
        _slow = (float)((1 - weight) * (_slow + _last - value));
        _peak = (float)Math.Max(0, _peak * Math.Exp(-span / Slowness) + _last - value);
        if (isReset || span > Math.Max(1, Gap * _line.Step)) _line.BeginAnew(value);
        else _line.Add(span, value);
    }

    private void Learn(ref ErrorBook book, double share, double span, double change) =>
        book.Learn(span, change, share, Math.Max(share / 2, 2 * _line.Step), Guess(share));

    private void Issue(ref ErrorBook book, double share)
    {
        if (book.IsDue(share)) book.Issue(_last - _line.Level, PartsOf(Math.Max(share, _line.Step)));
    }

    private Parts PartsOf(double ahead)
    {
        var trend = _line.Trend * ahead;
        var back = _slow + _last - _line.Level;
        if (_day is not { IsKnown: true } day) return new Parts(trend, back, 0);
        var (now, then) = (day.At(_at), day.At(_at + (long)(ahead * _horizon)));
        return new Parts(trend, back + then, then - now);
    }

    /// <summary>The short horizon learns six times as fast: until the long one has enough of its own, it is
    /// asked.</summary>
    private Parts FarWeights() => _near.Weights.Toward(_far.Weights, _far.Count / (_far.Count + Enough));

    private double Scale(in ErrorBook book, double share) => book.Count > 0 ? book.Scale : Guess(share);

    /// <summary>What simple smoothing says, and as many times more over the long horizon as was measured over the short
    /// one.</summary>
    private double Guess(double share)
    {
        var smoothing = Smoothing(share);
        if (share <= Short || _near.Count <= Told || smoothing <= 0) return smoothing;
        return smoothing * Math.Max(1, _near.Scale / Smoothing(Short));
    }

    /// <summary>Simple smoothing's own law: each step further the level walks by its gain's share of an
    /// error.</summary>
    private double Smoothing(double share)
    {
        var steps = Math.Max(1, share / Math.Max(_line.Step, 1e-9));
        return _line.Spread * Math.Sqrt(1 + (steps - 1) * _line.Gain * _line.Gain);
    }

    private static double PartTo(double to, double from, double at) =>
        from >= to ? 1 : Math.Clamp(Math.Log(Math.Max(at, from) / from) / Math.Log(to / from), 0, 1);

    private static double Between(double a, double b, double part) =>
        a > 0 && b > 0 ? a * Math.Pow(b / a, part) : a + part * (b - a);

    private Forecast Ordered(double expected, double e0, double e1, double e2, double e3)
    {
        var (low, high) = (Math.Min(e1, e2), Math.Max(e1, e2));
        var floor = _falls < MostFalls ? _last : _hasBeenNegative ? double.NegativeInfinity : 0;
        // Where all errors lay on one side, their middle is the better word.
        return new Forecast(
            Math.Clamp(expected, low, high), Math.Min(e0, low), Math.Max(e3, high), low, high)
            .Within(floor, Ceiling());
    }

    /// <summary>What falls by itself again and again climbs to its envelope and not beyond: memory that is
    /// collected.</summary>
    private double Ceiling() =>
        _resets < MostFalls ? double.PositiveInfinity : _last + _peak + Margin * Math.Abs(_last + _peak);

    private Reach? Until(double bound, int sign)
    {
        if (!IsKnown || _near.Count < Told) return null;
        const int Looks = 48;
        if (sign * (_last - bound) >= 0) return new Reach(0, 0, 0);
        (long? earliest, long? expected, long? latest) = (null, null, null);
        var (before, beforeAt) = (new Forecast(_last, _last, _last, _last, _last), 0L);
        for (var i = 1; i <= Looks && latest is null; i++)
        {
            // Closer together in the near: what is soon is to be known more exactly.
            var at = (long)(_horizon * Math.Min(1, Reserve * _age) * Math.Pow((double)i / Looks, 2));
            if (Ahead(at) is not { } then) return null;
            var (near, was) = sign > 0 ? (then.Upper, before.Upper) : (then.Lower, before.Lower);
            var (far, wasFar) = sign > 0 ? (then.Lower, before.Lower) : (then.Upper, before.Upper);
            earliest ??= Crossing((was, near), bound, sign, (beforeAt, at));
            expected ??= Crossing((before.Expected, then.Expected), bound, sign, (beforeAt, at));
            latest ??= Crossing((wasFar, far), bound, sign, (beforeAt, at));
            (before, beforeAt) = (then, at);
        }
        return new Reach(earliest, expected, latest);
    }

    private static long? Crossing((double Was, double Now) value, double bound, int sign, (long Was, long Now) time)
    {
        if (!(sign * (value.Now - bound) >= 0)) return null;
        var part = Math.Clamp((bound - value.Was) / (value.Now - value.Was), 0, 1);
        if (double.IsNaN(part)) part = 1;
        return time.Was + (long)(part * (time.Now - time.Was));
    }
}
