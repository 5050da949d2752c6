namespace Prunella.Detection.Series;

/// <summary>What is usual at each hour of the day and at each two hours of the week, and how far the last points lie
/// from it.</summary>
/// <remarks>Kept as single floats, of which NaN was never met: give it values near zero, less whatever the series lies
/// at.</remarks>
internal struct Seasons
{
    /// <summary>Weight of a new point in its hour; the first is all that is known.</summary>
    private const float DayRate = 0.1f;

    private const float WeekRate = 0.2f;
    private const float TrendGain = 2 / 13f;

    private Hours24<float> _dayMeans;
    private Slots84<float> _weekMeans;
    private Season _day;
    private Season _week;

    public Seasons()
    {
        ((Span<float>)_dayMeans).Fill(float.NaN);
        ((Span<float>)_weekMeans).Fill(float.NaN);
    }

    public readonly Season Day => _day;

    public readonly Season Week => _week;

    /// <summary>The hours learn after they were compared with.</summary>
    public void Add(in Calendar when, float x)
    {
        _day.Add(ref _dayMeans[when.HourOfDay], DayRate, x);
        _week.Add(ref _weekMeans[when.SlotOfWeek], WeekRate, x);
    }

    public void Exchange(StateExchange state)
    {
        state.Of(_dayMeans);
        state.Of(_weekMeans);
        _day.Exchange(state);
        _week.Exchange(state);
    }

    /// <summary>How the last point compares with one of the profiles.</summary>
    internal struct Season
    {
        private float _residual;
        private float _trend;
        private int _known;
        private bool _isKnown;

        /// <summary>Points whose hour had been met before.</summary>
        public readonly int Known => _known;

        /// <summary>The last point was one of them; where not, there is nothing to compare it with.</summary>
        public readonly bool IsKnown => _isKnown;

        /// <summary>The point less what was usual at its hour.</summary>
        public readonly float Residual => _residual;

        /// <summary>Its mean over twelve points.</summary>
        public readonly float Trend => _trend;

        public void Add(ref float mean, float rate, float x)
        {
            _isKnown = !float.IsNaN(mean);
            _residual = _isKnown ? x - mean : 0;
            if (_isKnown)
            {
                if (_known < int.MaxValue) _known++;
                _trend += (_known < 7 ? 1f / _known : TrendGain) * (_residual - _trend);
            }
            mean = _isKnown ? mean + rate * (x - mean) : x;
        }

        public void Exchange(StateExchange state)
        {
            state.Of(ref _residual);
            state.Of(ref _trend);
            state.Of(ref _known);
            state.Of(ref _isKnown);
        }
    }
}
