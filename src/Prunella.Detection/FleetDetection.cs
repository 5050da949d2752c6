using Prunella.Contracts;
using Prunella.Detection.Detectors;
using Prunella.Detection.Objectives;
using Prunella.Detection.Verification;

namespace Prunella.Detection;

/// <summary>What detection is told of the fleet before samples come.</summary>
/// <param name="Objectives">What people declared.</param>
/// <param name="Instances">Declared instances; others are learnt from samples.</param>
public sealed record DetectionSetup(IReadOnlyList<ObjectiveSpec> Objectives, IReadOnlyList<InstanceId> Instances);

/// <summary>What one tick found.</summary>
/// <param name="Changed">Verdicts whose health, fault, confidence band or witnesses changed, ordered by subject
/// and detector.</param>
/// <param name="Coverage">Coverage that changed, ordered by subject.</param>
/// <param name="Verifications">Answers to running verifications that changed or became final.</param>
public sealed record DetectionReport(
    IReadOnlyList<Verdict> Changed,
    IReadOnlyList<Coverage> Coverage,
    IReadOnlyList<VerificationResult> Verifications);

/// <summary>The current reading of a signal, for views only.</summary>
public sealed record SignalReading(
    Subject Subject, SignalKind Signal, Witness Witness, string Name, string Unit, double Value, double Expected,
        Health Health);

/// <summary>All detectors of one fleet: samples in, verdicts out.</summary>
/// <remarks>
/// One caller at a time. Memory is fixed per stream (about 5 KB per subject and witness) and bounded in all:
/// series beyond
/// <see cref="MostSeries"/> are refused with a count. The same inputs give the same verdicts, bit for bit.
/// </remarks>
public sealed class FleetDetection
{
    /// <summary>Series taken; beyond it they are refused and counted.</summary>
    public const int MostSeries = 20_000;

    private const int MostInstances = 5_000;
    private readonly StreamBook _book = new(MostSeries);
    private readonly SortedDictionary<InstanceId, ProbeDetector> _probes = [];
    private readonly SortedDictionary<InstanceId, PlatformDetector> _platforms = [];
    private readonly InFlightDetector _inFlight = new();
    private readonly Judge _judge = new();
    private readonly CoverageBook _coverage = new();
    private readonly SortedDictionary<string, Comparison> _comparisons = new(StringComparer.Ordinal);
    private ILookup<ServiceId, ObjectiveDetector> _objectives =
        Enumerable.Empty<ObjectiveDetector>().ToLookup(o => o.Spec.Service);

    /// <summary>Series refused because there were too many.</summary>
    public long RefusedSeries => _book.Refused;

    /// <summary>Samples that came too late to be counted.</summary>
    public long TooLateSamples => _book.Streams.Sum(s => s.Seconds.TooLate);

    /// <summary>Takes the setup in force; baselines of what stays are kept.</summary>
    public void Configure(DetectionSetup setup)
    {
        _objectives = setup.Objectives.Select(o => new ObjectiveDetector(o)).ToLookup(o => o.Spec.Service);
        foreach (var o in setup.Objectives.Where(o =>
            o is { Signal: SignalKind.Latency, BelowMilli: > 0 })) _book.Bound(o.Service, o.BelowMilli / 1000.0);
        foreach (var instance in setup.Instances.Where(i =>
            !_probes.ContainsKey(i))) _probes[instance] = new ProbeDetector(instance);
    }

    /// <summary>Takes samples, in any order.</summary>
    public void Observe(SampleBatch batch)
    {
        foreach (var description in batch.Descriptions) _book.Describe(description);
        foreach (var ratio in batch.Ratios)
        {
            var route = _book.Find(ratio.Series);
            route.Own?.Add(ratio);
            route.Service?.Add(ratio);
        }
        var cells = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batch.Cells);
        foreach (var histogram in batch.Histograms)
        {
            var route = _book.Find(histogram.Series);
            route.Own?.Add(histogram, cells.Slice(histogram.First, histogram.Length));
            route.Service?.Add(histogram, cells.Slice(histogram.First, histogram.Length));
        }
        foreach (var scalar in batch.Scalars) _book.Find(scalar.Series)
            .Level?.Observe(scalar.TimeUnixNanos, scalar.Value);
    }

    /// <summary>Takes a probe's result or the platform's word.</summary>
    public void Observe(in ProbeResult result)
    {
        _coverage.Saw(Subject.Of(result.Instance), result.Witness, result.TimeUnixNanos);
        if (result.Witness == Witness.Platform)
        {
            if (!_platforms.TryGetValue(result.Instance, out var platform))
            {
                if (_platforms.Count >= MostInstances) return;
                _platforms[result.Instance] = platform = new PlatformDetector(result.Instance);
            }
            platform.Observe(result);
            return;
        }
        if (!_probes.TryGetValue(result.Instance, out var probe))
        {
            if (_probes.Count >= MostInstances) return;
            _probes[result.Instance] = probe = new ProbeDetector(result.Instance);
        }
        probe.Observe(result);
    }

    /// <summary>Takes a gateway's state: in-flight requests and their age.</summary>
    public void Observe(GatewayReport report) => _inFlight.Observe(report);

    /// <summary>Starts a comparison of before and after.</summary>
    public void Begin(VerificationRequest request) => _comparisons[request.Remediation] = new Comparison(request);

    /// <summary>Ends it.</summary>
    public void End(string remediation) => _comparisons.Remove(remediation);

    /// <summary>Judges all signals at a time (Unix nanoseconds, never going back); silence is judged too.</summary>
    public DetectionReport Tick(long atUnixNanos)
    {
        JudgeInstances(atUnixNanos);
        JudgeServices(atUnixNanos);
        foreach (var level in _book.Levels) level.Judge(_judge, atUnixNanos);
        var changed = _judge.Tell(atUnixNanos);
        Learn(atUnixNanos);
        return new DetectionReport(changed, _coverage.Tell(_book.Streams, atUnixNanos), Verify(atUnixNanos));
    }

    /// <summary>Every verdict as it stands, ordered by subject and detector.</summary>
    public IReadOnlyList<Verdict> Current() => _judge.Current();

    /// <summary>Current readings for views.</summary>
    /// <param name="atUnixNanos">Now.</param>
    public IReadOnlyList<SignalReading> Readings(long atUnixNanos) => Detection.Readings.Of(_book, _judge, atUnixNanos);

    private void JudgeInstances(long at)
    {
        foreach (var platform in _platforms.Values) platform.Judge(_judge, at);
        foreach (var service in _probes.Values.GroupBy(p => p.Instance.Service))
        {
            foreach (var probe in service)
            {
                var peers = service.Where(p => p != probe && p.LastSeconds > 0).Select(p => p.LastSeconds).Order()
                    .ToArray();
                probe.Judge(_judge, at, peers.Length == 0 ? 0 : peers[peers.Length / 2]);
            }
        }
        _inFlight.Judge(_judge, at);
        foreach (var group in _book.Streams.Where(s => s.Subject.Kind == SubjectKind.Instance)
            .GroupBy(s => (s.Subject.Service, s.Witness)))
            PeerDetectors.Run(_judge, group.ToArray(), _inFlight.IsEjectedByReflex, at);
    }

    private void JudgeServices(long at)
    {
        foreach (var stream in _book.Streams.Where(s =>
            s.Subject.Kind == SubjectKind.Service && s == Preferred(s.Subject, at)))
        {
            ServiceDetectors.Run(_judge, stream, at);
            foreach (var objective in _objectives[stream.Subject.Service]) objective.Judge(_judge, stream, at);
        }
    }

    /// <summary>The gateway's stream while it speaks: it saw what callers saw; else the service's own.</summary>
    private SignalStream? Preferred(Subject service, long at)
    {
        var gateway = _book.Find(service, Witness.Gateway);
        return gateway is not null && !gateway.IsStale(at) ? gateway : _book.Find(service, Witness.Telemetry);
    }

    private void Learn(long at)
    {
        var treated = _comparisons.Values.Select(c => c.Request.Subject).ToArray();
        foreach (var stream in _book.Streams)
        {
            if (treated.Contains(stream.Subject) || _judge.IsUnhealthy(stream.Subject)) stream.Baseline.Skip(at);
            else stream.Baseline.Learn(stream.Seconds, at);
        }
    }

    private List<VerificationResult> Verify(long at)
    {
        var answers = new List<VerificationResult>();
        foreach (var comparison in _comparisons.Values)
        {
            if (Preferred(comparison.Request.Subject, at) is { } stream
                && comparison.Answer(stream.Seconds, at) is { } answer) answers.Add(answer);
        }
        return answers;
    }
}
