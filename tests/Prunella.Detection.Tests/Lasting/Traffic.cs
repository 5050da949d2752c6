using Prunella.Contracts;

namespace Prunella.Detection.Tests.Lasting;

/// <summary>A service as its gateway sees it, second by second, of seeded chance: fast enough for days.</summary>
internal sealed class Traffic
{
    private const int Sigma = 100;
    private static readonly Subject Service = Subject.Of(new ServiceId("s"));
    private static readonly SeriesId Errors = SeriesId.Of("errors");
    private static readonly SeriesId Latency = SeriesId.Of("latency");
    private static readonly SeriesId Requests = SeriesId.Of("requests");
    private readonly Random _chance;
    private readonly FleetDetection _detection = new();
    private readonly SortedDictionary<int, long> _cells = [];
    private bool _described;

    public Traffic(int seed) => _chance = new Random(seed);

    /// <summary>Seconds that have passed.</summary>
    public long Now { get; private set; }

    /// <summary>Requests a second, by second.</summary>
    public Func<long, double> Rate { get; init; } = _ => 40;

    /// <summary>Share of failures, by second.</summary>
    public Func<long, double> Share { get; init; } = _ => 0;

    /// <summary>Median latency in seconds, by second; null where latencies are not sent.</summary>
    public Func<long, double>? Median { get; init; }

    public List<Verdict> Told { get; } = [];

    /// <summary>What was found, each once: a verdict is told again as it becomes surer or worse.</summary>
    public IEnumerable<Verdict> Bad => Told.Where(v => v.Health == Health.Unhealthy)
        .DistinctBy(v => (v.Subject, v.Detector, v.SinceUnixNanos));

    public double Uniform() => _chance.NextDouble();

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _chance.NextDouble())) * Math.Cos(2 * Math.PI * _chance.NextDouble());

    /// <summary>Seconds until a detector finds something; -1 when it does not.</summary>
    public int Until(string detector, int most)
    {
        for (var s = 1; s <= most; s++)
        {
            var told = Told.Count;
            Run(1);
            if (Told.Skip(told).Any(v => v.Detector == detector && v.Health == Health.Unhealthy)) return s;
        }
        return -1;
    }

    public void Run(int seconds)
    {
        for (var s = 0; s < seconds; s++, Now++)
        {
            var at = (1_000_000_000 + Now + 1) * Shop.Second;
            var total = Poisson(Rate(Now));
            var batch = new SampleBatch();
            Describe(batch);
            batch.Scalars.Add(new ScalarSample(Requests, at, total));
            if (total > 0) batch.Ratios.Add(new RatioSample(Errors, at, Math.Min(total, Binomial(total, Share(Now))), total));
            if (total > 0 && Median is not null) AddLatencies(batch, at, total, Median(Now));
            _detection.Observe(batch);
            Told.AddRange(_detection.Tick(at).Changed);
        }
    }

    private void Describe(SampleBatch batch)
    {
        if (_described) return;
        _described = true;
        batch.Descriptions.Add(new(Errors, Service, SignalKind.Errors, Witness.Gateway, "requests", "1"));
        batch.Descriptions.Add(new(Latency, Service, SignalKind.Latency, Witness.Gateway, "requests", "s"));
        batch.Descriptions.Add(new(Requests, Service, SignalKind.Traffic, Witness.Gateway, "requests", "1"));
    }

    private void AddLatencies(SampleBatch batch, long at, int total, double median)
    {
        _cells.Clear();
        // Of many requests a hundred stand for all: each drawn one weighs as many as it stands for.
        var draws = Math.Min(total, Sigma);
        for (var r = 0; r < draws; r++)
        {
            var bucket = LatencyBuckets.IndexOf(median * Math.Exp(0.5 * Normal()));
            _cells[bucket] = _cells.GetValueOrDefault(bucket) + (r + 1L) * total / draws - (long)r * total / draws;
        }
        batch.Histograms.Add(new HistogramSample(Latency, at, batch.Cells.Count, _cells.Count));
        foreach (var (bucket, count) in _cells) batch.Cells.Add(new HistogramCell(bucket, count));
    }

    /// <summary>Skips from one failure to the next, so that a rare one costs little.</summary>
    private int Binomial(int total, double share)
    {
        if (share <= 0) return 0;
        var (bad, i, log) = (0, 0.0, Math.Log(1 - Math.Min(share, 0.999999)));
        while ((i += Math.Floor(Math.Log(1 - Uniform()) / log) + 1) <= total) bad++;
        return bad;
    }

    private int Poisson(double mean)
    {
        if (mean > 60) return (int)Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal()));
        var (limit, product, count) = (Math.Exp(-mean), Uniform(), 0);
        for (; product > limit; count++) product *= Uniform();
        return count;
    }
}
