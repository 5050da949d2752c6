using Prunella.Contracts;
using Prunella.Detection.FalseAlarms;
using Prunella.Detection.Hot;

namespace Prunella.Detection.Baselines;

/// <summary>What is usual for one stream in the long run, and the evidence that gathers against
/// it.</summary>
/// <remarks>
/// Time is cut into blocks: whole seconds, or as many of them as lie between two words of its sender,
/// at most 16. Whoever speaks more rarely tells nothing of single blocks: of such a stream failures
/// and latencies are watched, but not the rate. A block is tested two seconds after its end, when
/// late samples have come, and never beyond what the witness has spoken of: a silent witness is no
/// silence of requests. It is learnt 16 seconds later, unless something was found wrong in between:
/// then all of that time is skipped. Latencies are kept too briefly for that and are learnt at once.
/// A rate that has been called wrong for half an hour by nobody but its own detector is the new one
/// and is learnt anew: a person has heard of it, and traffic has no right level. Latencies and the
/// rate are watched of services only, and latencies of an instance without peers; they cost 2.5 KB
/// more. One caller at a time.
/// </remarks>
internal sealed class StreamWatch
{
    private const long Second = 1_000_000_000;
    private const int MostBlock = 16;
    private const long Late = 2 * Second;
    private const long LearnLater = 16 * Second;
    private const long Kept = 63 * Second;
    private const long NewNormal = 1800 * Second;
    private const double LeastShare = 0.01;

    /// <summary>Failures of one second are independent until the stream shows that they are not, or what
    /// fails for the first time would be found late.</summary>
    private const double PriorCorrelation = 0.0001;
    private const double MostOfOneBlock = 3;

    private UsualShare _errors = new(PriorCorrelation);
    private long _block = Second;
    private long _testedTo;
    private long _learntTo;
    private long _latencyTo;
    private long _skippedFrom;
    private bool _mayLearn;

    /// <summary>The usual share of failures.</summary>
    public ref readonly UsualShare Errors => ref _errors;

    /// <summary>Evidence that it has risen.</summary>
    public ShareRise ErrorRise { get; } = new(MostOfOneBlock);

    /// <summary>The usual latencies; null where nobody has asked for them yet.</summary>
    public UsualLatency? Latency { get; private set; }

    /// <summary>The usual rate; null where nobody has asked for it yet.</summary>
    public RateWatch? Rate { get; private set; }

    /// <summary>End of the last tested block.</summary>
    public long TestedTo => _testedTo;

    /// <summary>The counts so far are gone: begin with the next block.</summary>
    public void Jump() => _testedTo = 0;

    /// <summary>Watches latencies, too, from now on.</summary>
    public UsualLatency WatchLatency() => Latency ??= new UsualLatency();

    /// <summary>Watches the rate, too, from now on.</summary>
    public RateWatch WatchRate() => Rate ??= new RateWatch();

    /// <summary>Tests the blocks that are over; called each tick before anything is judged.</summary>
    public void Test(SignalStream stream, long at)
    {
        if (stream.IsStale(at)) Jump();
        else
        {
            Fit(stream.IntervalNanos);
            TestCounts(stream, Math.Min(at - Late, stream.LastAt), at);
            if (Latency is { } latency) TestLatencies(latency, stream.Latencies, Math.Min(at, stream.LastAt));
        }
    }

    /// <summary>Learns what was tested a while ago; called each tick while nothing is wrong.</summary>
    public void Learn(SignalStream stream, long at)
    {
        (_mayLearn, _skippedFrom) = (true, 0);
        LearnCounts(stream, at);
    }

    /// <summary>Skips what must not be learnt.</summary>
    /// <param name="at">Now.</param>
    /// <param name="isRate">True when nothing is wrong but its rate.</param>
    public void Skip(long at, bool isRate)
    {
        _mayLearn = false;
        if (!isRate)
        {
            _skippedFrom = 0;
            Rate?.ForgetEvidence();
        }
        else if (_skippedFrom == 0) _skippedFrom = at;
        _learntTo = Math.Max(_learntTo, _testedTo);
        if (_skippedFrom == 0 || at - _skippedFrom <= NewNormal) return;
        _skippedFrom = at;
        Rate?.BeginAnew();
    }

    private void Fit(long interval)
    {
        if (interval >= _block * 3 / 4 && interval <= _block * 3 / 2) return;
        var block = Math.Clamp((interval + Second / 2) / Second, 1, MostBlock) * Second;
        if (block == _block) return;
        _block = block;
        Jump();
    }

    private void TestCounts(SignalStream stream, long to, long at)
    {
        if (_testedTo == 0) _testedTo = _learntTo = at / _block * _block;
        else if (to - _testedTo > Kept)
        {
            _testedTo = ((to - Kept) / _block + 1) * _block;
            _learntTo = Math.Max(_learntTo, _testedTo);
        }
        for (; _testedTo + _block <= to; _testedTo += _block)
        {
            var block = stream.Seconds.Between(_testedTo, _testedTo + _block);
            if (_errors.IsWarm) ErrorRise.Step(block, _testedTo, Math.Max(LeastShare, _errors.Upper), _errors.Power);
            if (stream.IntervalNanos <= MostBlock * Second) Rate?.Test(_testedTo + _block, block.Total, _block);
        }
    }

    private void TestLatencies(UsualLatency latency, LatencyRing ring, long to)
    {
        // Of the ring's seven slots one is filling and two are waited for.
        var block = 2 * ring.SlotNanos;
        if (_latencyTo % block != 0 || to - _latencyTo > 3 * block) _latencyTo = to / block * block - 2 * block;
        if (_latencyTo + block > to - block) return;
        Span<long> cells = stackalloc long[LatencyBuckets.Count];
        for (; _latencyTo + block <= to - block; _latencyTo += block)
        {
            cells.Clear();
            ring.AddBetween(cells, _latencyTo, _latencyTo + block);
            latency.Test(cells, _latencyTo);
            if (_mayLearn) latency.Learn(cells);
        }
    }

    private void LearnCounts(SignalStream stream, long at)
    {
        var to = Math.Min(_testedTo, at - LearnLater);
        for (; _learntTo + _block <= to; _learntTo += _block)
        {
            var block = stream.Seconds.Between(_learntTo, _learntTo + _block);
            _errors.Learn(block);
            Rate?.Learn(_learntTo + _block, block.Total, _block);
        }
    }
}
