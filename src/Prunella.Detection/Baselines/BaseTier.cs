using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Baselines;

/// <summary>What every plain series gets: an expectation that knows hours and weekends, and evidence over time that it
/// is not met, in at most 256 bytes.</summary>
/// <remarks>
/// The residual is what is left of a value when the long-run level, the hour and a level of the last hours are taken
/// away; a scale is its mean size. A page is about what is large as well as improbable, so only what lies more than
/// two scales off is evidence at all: a drift of two scales is no news, whatever its significance. Three bets are
/// made on each point, on too high, too low, and either, and gathered apart. Nothing is said in the first
/// day, nor before 300 points and thirty changes; in the first week, when nobody can know what a weekend looks like,
/// only what lies outside all that was seen. While evidence is strong, scale, tails and hours learn nothing, and the
/// level learns a quarter as fast; whoever holds the tier says when a level that lasts is to be accepted
/// (<see cref="Begin"/>).
/// Times are Unix nanoseconds. A value type without references: millions lie in arrays.
/// </remarks>
internal struct BaseTier
{
    /// <summary>Beyond it a value is refused: its square must still be a number in single precision's range of
    /// scales.</summary>
    public const double Largest = 1e30;

    /// <summary>Evidence from which the series is not taken for well any more.</summary>
    private const double Strong = 1000;

    private const double Margin = 2;
    private const double Second = 1e9;
    private const long Day = 86_400_000_000_000;

    /// <summary>A week, and a day for the first hours of its weekend to be closed in.</summary>
    private const long FirstWeek = 8 * Day;
    private const double LevelSeconds = 6 * 3600;
    private const double BaseSeconds = 3 * 86_400;
    private const double MostLevelGain = 1 / 30.0;
    private const double MostBaseGain = 1 / 100.0;
    private const double ScaleGain = 1 / 2000.0;
    private const double BetGain = 1 / 4000.0;
    private const double WhileUnwell = 0.25;
    private const double NeighbourSeconds = 10_000;
    private const int Young = 30;
    private const int EnoughPoints = 300;
    private const byte EnoughChanges = 30;

    /// <summary>A normal law's standard deviation is so many mean absolute ones.</summary>
    private const double DeviationsOfMean = 1.2533;
    private const double LeastOfSize = 1e-3;
    private const double MostPlain = 100;
    private const double MostStep = 3;
    private const double MostProduct = 4;
    private const double Farthest = 1e6;
    private const double MostWider = 0.5;

    /// <summary>Points and time that a process needs to come to its level; both must have passed.</summary>
    private const byte SettlingPoints = 10;
    private const uint SettlingSeconds = 600;

    private long _at;
    private long _bornAt;
    private double _origin;
    private DayShape _shape;
    private SideTail _above;
    private SideTail _below;
    private EvidenceOverTime _high;
    private EvidenceOverTime _low;
    private EvidenceOverTime _either;
    private Dependence _dependence;
    private float _base;
    private float _level;
    private float _size;
    private float _least;
    private float _most;
    private float _last;
    private float _residual;
    private int _count;
    private byte _changes;
    private byte _settling;
    private float _leastScale;
    private uint _settlesFrom;

    /// <summary>Of a series that has not begun.</summary>
    public static BaseTier Unknown => new()
    {
        _at = long.MinValue,
        _shape = DayShape.Unknown,
        _above = SideTail.Unknown,
        _below = SideTail.Unknown,
        _high = EvidenceOverTime.None,
        _low = EvidenceOverTime.None,
        _either = EvidenceOverTime.None,
    };

    /// <summary>Time of the newest point taken; before the first, the least of all times.</summary>
    public readonly long At => _at;

    /// <summary>The newest value.</summary>
    public readonly double Value => _origin + _last;

    /// <summary>What was expected in its place.</summary>
    public readonly double Expected => Value - _residual;

    /// <summary>An ordinary distance from what is expected, in the series' unit.</summary>
    public readonly double Scale => Math.Max(Math.Max(DeviationsOfMean * _size, Dust), _leastScale);

    /// <summary>What is left of the newest value when what was expected is taken away.</summary>
    public readonly double Left => _residual;

    /// <summary>How many neighbouring points are worth one independent one.</summary>
    public readonly double PointsPerOne => _dependence.PointsPerOne;

    /// <summary>A whole week and its weekend have been seen.</summary>
    public readonly bool KnowsWeekends => _count > 0 && _at - _bornAt >= FirstWeek;

    /// <summary>A new level is being learnt, and nothing is judged.</summary>
    public readonly bool IsSettling => _settling > 0;

    /// <summary>False when no series could have come to this: the bytes were of something else.</summary>
    public readonly bool IsSound => _shape.IsSound && _count >= 0 && double.IsFinite(Amount + Scale + Value + Expected);

    /// <summary>How far off the newest value was, in scales, with its sign.</summary>
    public readonly double Off => Math.Clamp(_residual / Scale, -Farthest, Farthest);

    /// <summary>Mean number of points until chance shows as much as is seen now, in any of the three ways.</summary>
    public readonly double Amount => (_high.Amount + _low.Amount + _either.Amount) / 3;

    /// <summary>Enough was seen to say anything.</summary>
    public readonly bool IsJudged =>
        _count > EnoughPoints && _changes >= EnoughChanges && _at - _bornAt >= Day;

    /// <summary>What is no difference at all: a thousandth of the level.</summary>
    private readonly double Dust => LeastOfSize * Math.Abs(_origin + _base) + 1e-12;

    /// <summary>Judges a point, then learns from it.</summary>
    /// <param name="at">When; what is not later than the last point is passed over.</param>
    /// <param name="value">Any unit; what is no number or beyond 1e30 is passed over.</param>
    /// <param name="isTreated">While somebody treats what the series is about, which moves it: nothing is learnt, and
    /// nothing is held against it.</param>
    /// <param name="least">What is no difference whatever the series was, in its unit; 0 for none.</param>
    /// <returns>True when it was taken.</returns>
    public bool Observe(long at, double value, bool isTreated, double least)
    {
        if (at <= _at || !(Math.Abs(value) <= Largest)) return false;
        var seconds = _count == 0 ? 0 : (at - _at) / Second;
        if (_count == 0) (_bornAt, _origin) = (at, value);
        var x = value - _origin;
        if ((float)x != _last && _changes < byte.MaxValue) _changes++;
        (_at, _last) = (at, (float)x);
        _count = Math.Min(_count + 1, int.MaxValue - 1);

        _leastScale = (float)least;
        var residual = x - _base - _shape.At(at) - _level;
        _residual = (float)residual;
        if (_settling > 0) Settle(at, residual);
        else if (!isTreated) Judge(at, x, seconds);
        return true;
    }

    private void Judge(long at, double x, double seconds)
    {
        var (isWell, off) = (Amount < Strong, Off);
        if (IsJudged) Gather(at - _bornAt < FirstWeek ? OutsideOfAll(x, off) : off, isWell);
        Learn(at, (x, off), seconds, isWell);
    }

    /// <summary>The mean of the first points is the level.</summary>
    private void Settle(long at, double residual)
    {
        var since = (uint)((at - _bornAt) / Second);
        if (_settling == 1) _settlesFrom = since;
        // Into the long-run level: what the hours add stands on that.
        _base += (float)(residual / _settling);
        _residual = 0;
        var isOver = _settling >= SettlingPoints && since - _settlesFrom >= SettlingSeconds;
        if (isOver) _settling = 0;
        else if (_settling < byte.MaxValue) _settling++;
    }

    /// <summary>Takes away evidence above a bar.</summary>
    public void Limit(double bar)
    {
        _high.Limit(bar);
        _low.Limit(bar);
        _either.Limit(bar);
    }

    /// <summary>What it measures has been begun anew (a process restarted): evidence is gone, and the mean of its next
    /// ten minutes, ten points at least, is what is expected. Hours, scale and tails stay.</summary>
    public void Begin()
    {
        _settling = 1;
        Forget();
    }

    /// <summary>Forgets the evidence, and nothing else.</summary>
    public void Forget()
    {
        _high.Clear();
        _low.Clear();
        _either.Clear();
    }

    private void Gather(double off, bool mayLearn)
    {
        var high = Bet.On(_above.Probability(off - Margin));
        var low = Bet.On(_below.Probability(-off - Margin));
        var either = (high + low) / 2;
        var points = _dependence.PointsPerOne;
        _high.Add(high, points);
        _low.Add(low, points);
        _either.Add(either, points);
        if (!mayLearn) return;
        var gain = Math.Max(1.0 / _count, BetGain);
        _high.Learn(high, gain);
        _low.Learn(low, gain);
        _either.Learn(either, gain);
        _dependence.LearnBet(Math.Log(Math.Max(high, low)), gain);
    }

    private void Learn(long at, (double X, double Off) point, double seconds, bool isWell)
    {
        var (x, off) = point;
        double residual = _residual;
        var isYoung = _count < Young;
        var scale = Scale;
        if (isWell || _count < EnoughPoints)
        {
            var gain = Math.Max(1.0 / _count, ScaleGain);
            _above.Learn(off, gain);
            _below.Learn(-off, gain);
            // The first stir of what was always the same tells the size of its stirs; nothing else could.
            var most = isYoung || DeviationsOfMean * _size < Dust ? double.MaxValue : MostPlain * scale;
            _size += (float)(gain * (Math.Min(Math.Abs(residual), most) - _size));
            _dependence.LearnValue(Math.Clamp(off, -MostProduct, MostProduct), gain, seconds < NeighbourSeconds);
            _shape.Learn(at, x - _base, scale);
        }
        var step = isYoung ? residual : Math.Clamp(residual, -MostStep * scale, MostStep * scale);
        if (!isWell) step *= WhileUnwell;
        _base += (float)(step * Math.Max(1.0 / _count, Math.Min(seconds / BaseSeconds, MostBaseGain)));
        _level += (float)(step * Math.Max(isYoung ? 1.0 / _count : 0, Math.Min(seconds / LevelSeconds, MostLevelGain)));
        // A trouble that begins in the first week must not become part of what was seen with its first point.
        var wider = isYoung ? double.MaxValue : MostWider * scale;
        _most = (float)Math.Max(_most, Math.Min(x, _most + wider));
        _least = (float)Math.Min(_least, Math.Max(x, _least - wider));
    }

    /// <summary>How far beyond everything seen so far, in scales, and no farther than from what is expected.</summary>
    private readonly double OutsideOfAll(double x, double off)
    {
        var over = x > _most ? x - _most : x < _least ? x - _least : 0;
        return Math.Sign(over) * Math.Min(Math.Abs(over) / Scale, Math.Abs(off));
    }
}
