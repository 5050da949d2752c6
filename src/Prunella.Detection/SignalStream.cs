using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Baselines;
using Prunella.Detection.Objectives;

namespace Prunella.Detection;

/// <summary>What one kind of witness says of one subject: counts of the last minute, latencies of
/// the last seconds, its baseline.</summary>
/// <param name="subject">Whom it is about.</param>
/// <param name="witness">Who saw it.</param>
/// <param name="bounds">What counts as late, in seconds: the service's latency objectives, or 250
/// ms. Never empty.</param>
internal sealed class SignalStream(Subject subject, Witness witness, double[] bounds)
{
    /// <summary>Never shorter than three seconds: two exports of a busy sender may come
    /// late.</summary>
    private const long LeastPatience = 3_000_000_000;

    /// <summary>Two samples of a slow sender, but never more than is kept.</summary>
    private const long LongestWindow = 60_000_000_000;

    /// <summary>A process that has just started compiles as it goes: its first answers are slow and
    /// are not compared.</summary>
    private const int WarmAfterRequests = 30;
    private const long WarmAfter = 10_000_000_000;

    private Rhythm _rhythm = new(LeastPatience);
    private long _busyAt;
    private long _bornAt;
    private long _answered;
    private bool _isWarm;

    public Subject Subject { get; } = subject;

    public ServiceId Service { get; } = subject.Service;

    public Witness Witness { get; } = witness;

    public SlotRing Seconds { get; private set; } = new(bounds.Length);

    public LatencyRing Latencies { get; private set; } = new();

    public Baseline Baseline { get; } = new();

    /// <summary>What is usual in the long run, and what gathers against it.</summary>
    public StreamWatch Watch { get; private set; } = new();

    /// <summary>Bounds that late ones are counted for.</summary>
    public double[] Bounds { get; private set; } = bounds;

    /// <summary>Windows of error budgets that its samples count into as they arrive.</summary>
    public WindowFeed[] Feeds { get; set; } = [];

    /// <summary>Time of the newest sample; 0 before the first.</summary>
    public long LastAt => _rhythm.LastAt;

    /// <summary>How far back detectors look: three seconds, or two intervals of a slower
    /// sender.</summary>
    public long Window => Math.Clamp(2 * IntervalNanos, LeastPatience, LongestWindow);

    /// <summary>Nanoseconds without a request up to the newest sample; 0 before the first
    /// request.</summary>
    public long QuietNanos => _busyAt == 0 ? 0 : Math.Max(0, LastAt - _busyAt);

    /// <summary>The longest quiet that was followed by a request again.</summary>
    public long LongestQuietNanos { get; private set; }

    /// <summary>How often its witness speaks, smoothed.</summary>
    public long IntervalNanos => _rhythm.IntervalNanos;

    public bool IsStale(long at) => _rhythm.IsSilent(at);

    /// <summary>Which of the counted bounds is meant; the first when it is none of them.</summary>
    public int BoundOf(double seconds) => Math.Max(0, Array.IndexOf(Bounds, seconds));

    /// <summary>Counts for other bounds from now on; the counts so far are gone.</summary>
    public void Bound(double[] seconds)
    {
        if (seconds.AsSpan().SequenceEqual(Bounds)) return;
        Bounds = seconds;
        Seconds = new SlotRing(seconds.Length);
        Watch.Jump();
    }

    /// <summary>Forgets all samples: they were of a time that has not come.</summary>
    public void Forget()
    {
        (Seconds, Latencies, Watch) = (new SlotRing(Bounds.Length), new LatencyRing(), new StreamWatch());
        (_busyAt, _bornAt, _answered, LongestQuietNanos) = (0, 0, 0, 0);
        _rhythm.Forget();
    }

    /// <summary>Its process has ended: what answers next is a new one.</summary>
    public void Reborn() => (_answered, _bornAt, _isWarm) = (0, 0, false);

    public void Add(in RatioSample sample)
    {
        // More bad than there were is no measurement, whoever sent it.
        if (sample.Bad < 0 || sample.Bad > sample.Total) return;
        Touch(sample.TimeUnixNanos);
        Seconds.AddRatio(sample.TimeUnixNanos, sample.Bad, sample.Total);
        foreach (var feed in Feeds) feed.Add(sample, IntervalNanos);
        if (sample.Total > 0) Busy(sample.TimeUnixNanos, sample.Total);
    }

    public void Add(in HistogramSample sample, ReadOnlySpan<HistogramCell> cells)
    {
        Touch(sample.TimeUnixNanos);
        foreach (var feed in Feeds) feed.Add(sample, cells, IntervalNanos);
        if (_isWarm)
        {
            foreach (var cell in cells) Latencies.Add(sample.TimeUnixNanos, cell.Bucket, cell.Count);
        }
        for (var b = 0; b < Bounds.Length; b++)
        {
            var bound = LatencyBuckets.IndexOf(Bounds[b]);
            foreach (var cell in cells)
            {
                if (cell.Bucket > bound) Seconds.AddLate(sample.TimeUnixNanos, b, cell.Count);
            }
        }
    }

    /// <summary>The count of requests: it says that the witness speaks, even when it speaks of
    /// none. The requests themselves come with their failures.</summary>
    public void Hear(in ScalarSample sample)
    {
        Touch(sample.TimeUnixNanos);
        foreach (var feed in Feeds) feed.See(sample.TimeUnixNanos, IntervalNanos);
    }

    private void Busy(long at, long total)
    {
        if (_busyAt != 0 && at > _busyAt)
            LongestQuietNanos = Math.Max(at - _busyAt, LongestQuietNanos - LongestQuietNanos / 4096);
        _busyAt = Math.Max(_busyAt, at);
        if (_bornAt == 0) _bornAt = at;
        _answered = Math.Min(WarmAfterRequests, _answered + Math.Min(total, WarmAfterRequests));
    }

    private void Touch(long at)
    {
        // By whole seconds, so that it does not matter how finely a second is cut into samples.
        var isNewSecond = (at - 1) / 1_000_000_000 > (LastAt - 1) / 1_000_000_000;
        if (!_rhythm.Hear(at)) return;
        if (isNewSecond) _isWarm |= _answered >= WarmAfterRequests || (_bornAt != 0 && at - _bornAt >= WarmAfter);
        Latencies.Fit(IntervalNanos);
    }
}
