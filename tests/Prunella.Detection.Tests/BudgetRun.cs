using Prunella.Contracts;

namespace Prunella.Detection.Tests;

/// <summary>One service with an error budget, its gateway's counts every ten seconds, and a tick after each.</summary>
internal sealed class BudgetRun
{
    private const long Step = 10 * Shop.Second;
    private static readonly ServiceId Service = new("checkout");
    private readonly bool _isLatency;
    private readonly long _allowed;
    private long _at;

    public BudgetRun(long allowedPerMillion = 1000, bool latency = false, long start = 1_700_000_000 * Shop.Second)
    {
        (_isLatency, _allowed, _at) = (latency, allowedPerMillion, start);
        Configure(allowedPerMillion, ErrorBudget.Usual);
    }

    public FleetDetection Detection { get; } = new();

    public List<Verdict> Told { get; } = [];

    public Verdict? Verdict => Detection.Current().FirstOrDefault(v => v.Detector == "burn-rate");

    public Health Health => Verdict?.Health ?? Health.Unknown;

    public void Configure(long allowedPerMillion, IReadOnlyList<BurnPair> pairs, long below = 250) => Detection.Configure(new DetectionSetup(
        [
            new ObjectiveSpec("month", Service, _isLatency ? SignalKind.Latency : SignalKind.Errors, 990, below, 0, 0)
            {
                Budget = new ErrorBudget(allowedPerMillion, 30L * 24 * 3600 * Shop.Second, pairs),
            },
        ],
        []));

    /// <summary>So many bad of so many requests in each minute, told every ten seconds; or, every so many minutes, so many
    /// bad in each step.</summary>
    public void Minutes(int minutes, int bad, int total = 1000, int step = 0)
    {
        var steps = step == 0 ? minutes * 6 : minutes / step;
        for (var i = 0; i < steps; i++)
        {
            _at += step == 0 ? Step : step * 60 * Shop.Second;
            // Samples may not be of the future.
            if (step != 0) Told.AddRange(Detection.Tick(_at).Changed);
            // Parts of a minute that add up to the whole, the rests first.
            var (b, t) = step == 0 ? (Part(bad, i % 6), Part(total, i % 6)) : (bad, total * step);
            Put(Math.Min(b, t), t, step * 60 * Shop.Second);
            Told.AddRange(Detection.Tick(_at).Changed);
        }
    }

    public void Silence(int minutes)
    {
        for (var i = 0; i < minutes * 6; i++) Told.AddRange(Detection.Tick(_at += Step).Changed);
    }

    /// <summary>Another healer that begins with what this one has saved.</summary>
    public BudgetRun Restarted(long? start = null)
    {
        var next = new BudgetRun(_allowed, _isLatency, start ?? _at);
        next.Detection.Restore(Detection.Save());
        return next;
    }

    private static int Part(int whole, int i) => whole / 6 + (i < whole % 6 ? 1 : 0);

    private void Put(int bad, int total, long interval)
    {
        var batch = new SampleBatch();
        var errors = Describe(batch, SignalKind.Errors);
        var times = Describe(batch, SignalKind.Latency);
        var traffic = Describe(batch, SignalKind.Traffic);
        // A slow sender's zeros in between, so that each minute is spoken of.
        for (var at = _at - interval; at <= _at; at += 60 * Shop.Second) batch.Scalars.Add(new ScalarSample(traffic, at, total));
        if (total > 0)
        {
            batch.Ratios.Add(new RatioSample(errors, _at, _isLatency ? 0 : bad, total));
            batch.Cells.Add(new HistogramCell(LatencyBuckets.IndexOf(0.006), total - bad));
            batch.Cells.Add(new HistogramCell(LatencyBuckets.IndexOf(0.9), bad));
            batch.Histograms.Add(new HistogramSample(times, _at, 0, 2));
        }
        Detection.Observe(batch);
    }

    private static SeriesId Describe(SampleBatch batch, SignalKind kind)
    {
        var id = SeriesId.Of($"{kind}");
        batch.Descriptions.Add(new(id, Subject.Of(Service), kind, Witness.Gateway, "x", ""));
        return id;
    }
}
