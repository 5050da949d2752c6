using System.Runtime.Intrinsics;

namespace Prunella.Detection.Series;

/// <summary>Judges one series of numbers of which nothing else is known: the full tier.</summary>
/// <remarks>
/// Two lanes. <em>Novelty</em>: what was never seen, as the sum of many cheap channels of equal weight (records
/// and unseen cells), accumulated over about five points. <em>Deviation</em>: what is far off, new or not, at once or
/// for long.
/// Nothing is fitted to a series but its own past; a point is judged before it is learnt from, so the scores of a
/// beginning do not depend on what follows. Spans are points, not seconds. Values that are no numbers are passed
/// over, and so are points that come after a later one. Memory is fixed once the first 150 points have passed. One
/// thread at a time.
/// </remarks>
public sealed class SeriesDetector
{
    /// <summary>Of the saved state: another one with every change to what is kept.</summary>
    private const int Version = 4;

    private const double Fade = 0.8;
    private const double Band = 3;

    private const long Day = 86_400_000_000_000;
    private const int LearntBy = 1000;

    /// <summary>No amount is larger, and its square is still a number.</summary>
    public const double Largest = 1e30;

    /// <summary>What is no alarm scores below the alarm level, however strong: it belongs to an event that was
    /// told.</summary>
    private const double BelowAlarm = 0.95;

    private Averages _averages;
    private Seasons _seasons = new();
    private ShapeDrift _drift;
    private RecordChannels _records = new();
    private NoveltyChannels _novelty = new();
    private Yardstick _yardstick;
    private TailEstimate _noveltyTail = new(TailLaw.Novelty);
    private TailEstimate _deviationTail = new(TailLaw.Deviation);
    private TailEstimate _lastingTail = new(TailLaw.Lasting);
    private DeviationLane _deviation;
    private AlarmLevel _alarm = new();
    private PageLevel _page;
    private RecentPeak _peak;
    private Warmup? _warmup = new();
    private double _evidence;
    private long _count;
    private long _bornAt;
    private long _at = long.MinValue;
    private double _value;

    /// <summary>Judges a point and learns from it.</summary>
    /// <param name="at">Unix nanoseconds UTC.</param>
    /// <param name="value">Any unit.</param>
    /// <returns>Null when it was passed over: no number, beyond 1e30, older than a point before, or that point once
    /// more.</returns>
    public SeriesJudgement? Observe(long at, double value)
    {
        // Not so for what is no number: a comparison with it is false.
        if (!(Math.Abs(value) <= Largest) || at < _at || (at == _at && value == _value)) return null;
        (_at, _value) = (at, value);
        if (_count == 0) _bornAt = at;
        var when = Calendar.Of(at);
        _count++;
        _averages.Add(value);
        var level = (float)_averages.Value;
        _seasons.Add(when, level);
        var drift = _warmup is null ? _drift.Add(level) : 0;
        var features = _averages.Read();
        var records = _records.Judge(_count, _averages, _seasons, features[Yardstick.LogSpread48], drift);
        _evidence = Fade * _evidence + records + JudgeNovelty(when, value, features);
        var isAlarm = _alarm.Judge(_evidence, mayAlarm: !IsLearning());
        var novelty = _warmup is null ? _noveltyTail.Judge(_evidence) : 1;
        var now = _deviationTail.Judge(_deviation.Judge(when, value));
        // Twice the smaller: there are two chances to be far off, at once or for long.
        var deviation = Math.Min(1, 2 * Math.Min(now, _lastingTail.Judge(_deviation.Lasting)));
        var isPage = _page.Judge(isAlarm, novelty, deviation);
        var quiet = Math.Min(_peak.Judge(_alarm.Strength), BelowAlarm);
        var strength = isAlarm ? _alarm.Strength : quiet;
        var (expected, band) = (_deviation.Expected, Band * _deviation.Scale);
        return new SeriesJudgement(
            strength / (1 + strength), isAlarm, isPage, novelty, deviation, expected, expected - band, expected + band);
    }

    /// <summary>What spoke for the last point's being unusual, strongest first, for people.</summary>
    /// <param name="most">How many are named at most.</param>
    public IEnumerable<string> Why(int most) =>
        _records.Why().Concat(_novelty.Why()).OrderByDescending(w => w.Worth).Take(most).Select(w => w.What);

    /// <summary>Its whole memory as bytes: a detector made of them goes on as this one would.</summary>
    public byte[] Save()
    {
        var state = new StateWriting();
        Exchange(state);
        return state.Bytes;
    }

    /// <summary>A detector with the memory that another one saved.</summary>
    /// <param name="saved">What <see cref="Save"/> gave.</param>
    /// <exception cref="FormatException">It is cut off, too long, or of another version of this programme.</exception>
    public static SeriesDetector Restore(byte[] saved)
    {
        var detector = new SeriesDetector();
        var state = new StateReading(saved);
        detector.Exchange(state);
        return state.IsAtEnd ? detector : throw new FormatException("The state of a series is longer than it should be.");
    }

    private void Exchange(StateExchange state)
    {
        var version = Version;
        state.Of(ref version);
        if (version != Version)
            throw new FormatException($"The state of a series is of version {version}; this programme knows {Version}.");
        var isWarm = _warmup is null;
        state.Of(ref isWarm);
        if (isWarm) _warmup = null;
        _warmup?.Exchange(state);
        _averages.Exchange(state);
        _seasons.Exchange(state);
        _drift.Exchange(state);
        _records.Exchange(state);
        _novelty.Exchange(state);
        _yardstick.Exchange(state);
        _noveltyTail.Exchange(state);
        _deviationTail.Exchange(state);
        _lastingTail.Exchange(state);
        _deviation.Exchange(state);
        _alarm.Exchange(state);
        _peak.Exchange(state);
        _page.Exchange(state);
        state.Of(ref _evidence);
        state.Of(ref _count);
        state.Of(ref _bornAt);
        state.Of(ref _at);
        state.Of(ref _value);
    }

    /// <summary>A first day is new from morning to evening; where a day has more points, a thousand do.</summary>
    private bool IsLearning() => _count < LearntBy && (double)_at - _bornAt < Day;

    private double JudgeNovelty(in Calendar when, double value, Vector512<float> features)
    {
        if (_warmup is not { } warmup) return _novelty.Judge(_count, when, _yardstick.Scale(features));
        warmup.Add(when, value);
        if (warmup.IsFull) End(warmup);
        return 0;
    }

    /// <summary>The measure is fixed, and the first points are visited by it.</summary>
    private void End(Warmup warmup)
    {
        Span<Vector512<float>> features = stackalloc Vector512<float>[Warmup.Points];
        Span<float> values = stackalloc float[Warmup.Points];
        var averages = default(Averages);
        for (var i = 0; i < Warmup.Points; i++)
        {
            averages.Add(warmup.At(i).Value);
            features[i] = averages.Read();
            values[i] = features[i][Yardstick.Value];
        }
        _yardstick.Freeze(features, averages.Origin);
        for (var i = 0; i < Warmup.Points; i++) _novelty.Judge(i + 1, warmup.At(i).When, _yardstick.Scale(features[i]));
        Span<float> sorted = stackalloc float[Warmup.Points];
        values.CopyTo(sorted);
        sorted.Sort();
        _drift.Begin(values, sorted);
        _warmup = null;
    }
}
