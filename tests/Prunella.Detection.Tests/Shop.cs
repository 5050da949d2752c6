using Prunella.Contracts;

namespace Prunella.Detection.Tests;

/// <summary>A service of three instances behind a gateway, as its witnesses report it: probes every
/// half second, the gateway's counts every half second.</summary>
internal sealed class Shop
{
    public const long Millisecond = 1_000_000;
    public const long Second = 1000 * Millisecond;
    private readonly Random _chance;
    private readonly string _service;
    private long _at = 1_700_000_000 * Second;

    public Shop(int instances = 3, int seed = 1, string service = "checkout", bool objective = true)
    {
        _chance = new Random(seed);
        _service = service;
        Instances = [.. Enumerable.Range(1, instances).Select(i => InstanceId.Parse($"{service}/{service[0]}-{i}"))];
        Detection.Configure(new DetectionSetup(
            objective ? [new ObjectiveSpec("p99", new ServiceId(service), SignalKind.Latency, 990, 250, 0, 2 * Second)] : [], Instances));
    }

    public FleetDetection Detection { get; } = new();

    public InstanceId[] Instances { get; }

    public List<Verdict> Told { get; } = [];

    /// <summary>Services attended to at the last tick.</summary>
    public IReadOnlyList<ServiceId> Attended => Report?.Attended ?? [];

    /// <summary>What the last tick said.</summary>
    public DetectionReport? Report { get; private set; }

    /// <summary>Requests per second and instance.</summary>
    public Func<int, double> Rate { get; set; } = _ => 40;

    /// <summary>Seconds that a request takes at an instance.</summary>
    public Func<int, double> Latency { get; set; } = _ => 0.006;

    /// <summary>Share of failures at an instance.</summary>
    public Func<int, double> ErrorShare { get; set; } = _ => 0;

    /// <summary>How a probe of an instance ends.</summary>
    public Func<int, ProbeOutcome> Probe { get; set; } = _ => ProbeOutcome.Ok;

    /// <summary>Age of the oldest request under way.</summary>
    public Func<int, long> Oldest { get; set; } = _ => 5 * Millisecond;

    /// <summary>Requests under way.</summary>
    public Func<int, long> UnderWay { get; set; } = _ => 1;

    /// <summary>Who is out of the traffic, by a reflex and by order.</summary>
    public Func<int, bool> Reflex { get; set; } = _ => false;

    public Func<int, bool> Order { get; set; } = _ => false;

    /// <summary>Whether the instances push telemetry of their own, which agrees with the
    /// gateway's.</summary>
    public bool HasTelemetry { get; set; }

    public long At => _at;

    /// <summary>Runs for so many ticks of 250 ms; stops early when told to.</summary>
    public int Run(int ticks, Func<bool>? until = null)
    {
        for (var tick = 1; tick <= ticks; tick++)
        {
            _at += 250 * Millisecond;
            if (_at / (250 * Millisecond) % 2 == 0) HalfSecond();
            Detection.Observe(new GatewayReport("edge", _at,
                [.. Instances.Select((id, i) => new DestinationState(id, UnderWay(i), Oldest(i), Reflex(i), Order(i), 0))]));
            Report = Detection.Tick(_at);
            Told.AddRange(Report.Changed);
            if (until?.Invoke() == true) return tick;
        }
        return ticks;
    }

    public bool IsBad(int instance) => Detection.Current().Any(v => v.Health == Health.Unhealthy && v.Subject == Subject.Of(Instances[instance]));

    public FaultKind[] FaultsOf(int instance) =>
        [.. Detection.Current().Where(v => v.Health == Health.Unhealthy && v.Subject == Subject.Of(Instances[instance])).Select(v => v.Fault).Distinct().Order()];

    public IEnumerable<Verdict> BadVerdicts() => Told.Where(v => v.Health == Health.Unhealthy);

    private void HalfSecond()
    {
        var batch = new SampleBatch();
        var (serviceBad, serviceTotal) = (0, 0);
        var serviceCells = new SortedDictionary<int, long>();
        for (var i = 0; i < Instances.Length; i++)
        {
            var total = Poisson(Rate(i) / 2);
            var bad = Enumerable.Range(0, total).Count(_ => _chance.NextDouble() < ErrorShare(i));
            var cells = new SortedDictionary<int, long>();
            for (var r = 0; r < total; r++)
            {
                var bucket = LatencyBuckets.IndexOf(Latency(i) * Math.Exp(0.3 * Normal()));
                cells[bucket] = cells.GetValueOrDefault(bucket) + 1;
                serviceCells[bucket] = serviceCells.GetValueOrDefault(bucket) + 1;
            }
            Put(batch, Subject.Of(Instances[i]), bad, total, cells);
            serviceBad += bad;
            serviceTotal += total;
            var outcome = Probe(i);
            var duration = outcome == ProbeOutcome.TimedOut ? 0.8 : Latency(i) * Math.Exp(0.3 * Normal());
            Detection.Observe(new ProbeResult(Instances[i], _at, outcome, (long)(duration * Second), Witness.Probe));
        }
        Put(batch, Subject.Of(new ServiceId(_service)), serviceBad, serviceTotal, serviceCells);
        Detection.Observe(batch);
    }

    private void Put(SampleBatch batch, Subject subject, int bad, int total, SortedDictionary<int, long> cells)
    {
        Put(batch, subject, Witness.Gateway, (bad, total), cells);
        if (HasTelemetry && subject.Kind == SubjectKind.Instance) Put(batch, subject, Witness.Telemetry, (bad, total), cells);
    }

    private void Put(SampleBatch batch, Subject subject, Witness witness, (int Bad, int Total) counts, SortedDictionary<int, long> cells)
    {
        var (bad, total) = counts;
        var (errors, latency, traffic) = (
            SeriesId.Of($"{witness}", subject.Text, "errors"), SeriesId.Of($"{witness}", subject.Text, "latency"), SeriesId.Of($"{witness}", subject.Text, "traffic"));
        batch.Descriptions.Add(new SeriesDescription(errors, subject, SignalKind.Errors, witness, "requests", "1"));
        batch.Descriptions.Add(new SeriesDescription(latency, subject, SignalKind.Latency, witness, "requests", "s"));
        // As senses do: the zero of traffic says that nothing came, an empty ratio or histogram is
        // never sent.
        batch.Descriptions.Add(new SeriesDescription(traffic, subject, SignalKind.Traffic, witness, "requests", "1"));
        batch.Scalars.Add(new ScalarSample(traffic, _at, total));
        if (total == 0) return;
        batch.Ratios.Add(new RatioSample(errors, _at, bad, total));
        batch.Histograms.Add(new HistogramSample(latency, _at, batch.Cells.Count, cells.Count));
        foreach (var (bucket, count) in cells) batch.Cells.Add(new HistogramCell(bucket, count));
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _chance.NextDouble())) * Math.Cos(2 * Math.PI * _chance.NextDouble());

    private int Poisson(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), _chance.NextDouble(), 0);
        for (; product > limit; count++) product *= _chance.NextDouble();
        return count;
    }
}
