using Prunella.Contracts;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Detectors;

/// <summary>What our own probes say of one instance, at a short and at a long horizon.</summary>
/// <remarks>
/// Short: two refused in a row are a crash, three timeouts in a row a hang, four answers in a row
/// four times slower than usual (and 50 ms at least) slow. Long: failures among the last thirty
/// against a tolerated 5 %, by the exact binomial tail. Well again only on evidence: three good
/// answers after a crash or hang, twelve after failures (twelve good ones in a row happen to an
/// instance that fails one in five with 7 %), five fast ones after slowness. In between it is
/// unknown. What is usual needs ten answers before it accuses; an older result than the last one is
/// not taken, because runs count. An instance that has never answered is starting, not dead, for
/// thirty seconds; its exit is the platform's to report.
/// </remarks>
internal sealed class ProbeDetector(InstanceId instance)
{
    public const string Name = "probe";
    public const string LatencyName = "probe-latency";
    private const int Horizon = 30;
    private const double Tolerated = 0.05;
    private const int Convincing = 3000;
    private const int WellAfterFailures = 12;
    private const int WellAfterDeath = 3;
    private const int WellAfterSlow = 5;
    private const double SlowFactor = 4;
    private const double SlowLeast = 0.050;
    private const double Shortest = 1e-5;
    private const int SlowAfter = 4;
    private const int WarmAfter = 10;
    private const long Starting = 30_000_000_000;
    private const long LeastPatience = 5_000_000_000;

    private readonly Subject _subject = Subject.Of(instance);
    private uint _failures;
    private int _seen;
    private int _refused;
    private int _timedOut;
    private int _good;
    private int _fast;
    private int _slow;
    private double _usual;
    private double _last;
    private FaultKind _fault;
    private bool _isSlow;
    private bool _accused;
    private long _firstAt;
    private bool _answered;
    private int _timed;
    private Rhythm _rhythm = new(LeastPatience);

    public InstanceId Instance { get; } = instance;

    /// <summary>Duration of the last good answer in seconds.</summary>
    public double LastSeconds => _last;

    /// <summary>Two slow or unanswered ones in a row: a sign that tells on the peers' slowness, no
    /// verdict.</summary>
    public bool IsSlowNow => _slow >= 2 || _timedOut >= 2;

    /// <summary>True while results come, by their own rhythm.</summary>
    public bool IsLive(long at) => _seen > 0 && !_rhythm.IsSilent(at);

    public void Observe(in ProbeResult result)
    {
        if (result.Outcome == ProbeOutcome.Unknown || !_rhythm.Hear(result.TimeUnixNanos)) return;
        var ok = result.Outcome == ProbeOutcome.Ok;
        if (_firstAt == 0) _firstAt = result.TimeUnixNanos;
        _answered |= ok;
        if (!_answered && result.TimeUnixNanos - _firstAt < Starting) return;
        _failures = (_failures << 1) | (ok ? 0u : 1u);
        _seen = Math.Min(Horizon, _seen + 1);
        _refused = result.Outcome is ProbeOutcome.Refused or ProbeOutcome.Exited ? _refused + 1 : 0;
        _timedOut = result.Outcome == ProbeOutcome.TimedOut ? _timedOut + 1 : 0;
        _good = ok ? _good + 1 : 0;
        if (ok) Time(result.DurationNanos / 1e9);
        Conclude();
    }

    /// <summary>Says what it finds; only while results come.</summary>
    /// <param name="judge">Takes it.</param>
    /// <param name="at">Now.</param>
    /// <param name="peersSeconds">The peers' usual duration just now, 0 without peers, null when
    /// many are slow.</param>
    public void Judge(Judge judge, long at, double? peersSeconds)
    {
        var failed = System.Numerics.BitOperations.PopCount(_failures & ((1u << Horizon) - 1));
        var surprise = Binomial.Surprise(failed, _seen, Tolerated);
        var evidence = new Evidence(
            failed * 1000L / Math.Max(1, _seen), (long)(Tolerated * 1000), 1, failed, _seen, surprise);
        var well = _good >= WellAfterFailures || failed == 0;
        var health = _fault != FaultKind.Unknown ? Health.Unhealthy : well ? Health.Healthy : Health.Unknown;
        judge.Find(new Finding(Key(SignalKind.Errors, Name), health, Sure(), _fault, Witness.Probe, evidence)
        {
            Positive = _fault is FaultKind.Crash or FaultKind.Hang,
            Settled = true,
            Direction = health == Health.Unhealthy ? Direction.Up : Direction.None,
        }, at);
        JudgeLatency(judge, at, peersSeconds);
    }

    private void JudgeLatency(Judge judge, long at, double? peersSeconds)
    {
        if (_timed == 0) return;
        // When the peers are slow, too, the cause is not this instance; nor does it become so when
        // they recover first.
        if (_slow >= SlowAfter && peersSeconds is { } seconds && (seconds == 0 || _last > 2 * seconds)) _accused = true;
        else if (!_isSlow) _accused = false;
        var health = _accused ? Health.Unhealthy : _isSlow || _good == 0 ? Health.Unknown : Health.Healthy;
        var evidence = new Evidence(
            (long)(_last * 1000), (long)(_usual * 1000), (long)Math.Max(1, _usual * 1000), 0, 0, 0);
        judge.Find(
            Finding.Of(Key(SignalKind.Latency, LatencyName), _accused, FaultKind.Slow, Witness.Probe, evidence) with
            {
                Health = health,
                Settled = true,
            },
            at);
    }

    private VerdictKey Key(SignalKind signal, string detector) => new(_subject, signal, detector);

    private int Sure() => _fault switch
    {
        FaultKind.Crash => 990,
        FaultKind.Hang => Math.Min(990, 900 + 10 * _timedOut),
        FaultKind.Unknown => 900,
        _ => 850,
    };

    private void Conclude()
    {
        if (_refused >= 2) _fault = FaultKind.Crash;
        else if (_timedOut >= 3) _fault = FaultKind.Hang;
        else if (_fault is FaultKind.Crash or FaultKind.Hang && _good >= WellAfterDeath) Revive();
        else if (_fault == FaultKind.Errors && _good >= WellAfterFailures) _fault = FaultKind.Unknown;
        else if (_fault == FaultKind.Unknown && IsConvincing()) _fault = FaultKind.Errors;
    }

    /// <summary>A new life: the failures were the old one's, and what compiles as it goes is slow
    /// at first.</summary>
    private void Revive()
    {
        (_fault, _failures, _seen) = (FaultKind.Unknown, 0, WellAfterDeath);
        (_slow, _isSlow, _timed) = (0, false, 1);
    }

    private bool IsConvincing()
    {
        var failed = System.Numerics.BitOperations.PopCount(_failures & ((1u << Horizon) - 1));
        return failed >= 3 && _good < WellAfterFailures && Binomial.Surprise(failed, _seen, Tolerated) >= Convincing;
    }

    private void Time(double seconds)
    {
        _last = Math.Max(Shortest, seconds);
        _timed = Math.Min(WarmAfter, _timed + 1);
        if (_usual == 0) _usual = _last;
        var isSlow = _timed >= WarmAfter && _last > Math.Max(SlowFactor * _usual, _usual + SlowLeast);
        _slow = isSlow ? _slow + 1 : 0;
        _fast = isSlow ? 0 : _fast + 1;
        if (_slow >= SlowAfter) _isSlow = true;
        else if (_fast >= WellAfterSlow) _isSlow = false;
        // In the log, an eighth of the way down and a thirty-second up: it settles on the lower
        // half and forgives the cold start.
        if (!isSlow) _usual *= Math.Pow(_last / _usual, _last < _usual ? 1.0 / 8 : 1.0 / 32);
    }
}
