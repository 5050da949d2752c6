using Prunella.Contracts;
using Prunella.Detection.Attention;
using Prunella.Detection.Deploys;
using Prunella.Detection.Detectors;
using Prunella.Detection.FalseAlarms;
using Prunella.Detection.Forecasts;
using Prunella.Detection.Objectives;
using Prunella.Detection.Verification;

namespace Prunella.Detection;

/// <summary>All detectors of one fleet: samples in, verdicts out.</summary>
/// <remarks>
/// One caller at a time. Memory is fixed per stream (about 5 KB per subject and witness) and
/// bounded in all: series beyond <see cref="MostSeries"/> are refused with a count. The same inputs
/// give the same verdicts, bit for bit. What claims to be of the future is refused with a count: a
/// sender with a wrong clock must not blind its own stream.
/// </remarks>
public sealed class FleetDetection
{
    /// <summary>Series taken; beyond it they are refused and counted.</summary>
    public const int MostSeries = 20_000;

    /// <summary>Plain series taken, 256 bytes each and their names; beyond it they are refused and
    /// counted.</summary>
    public const int MostPlainSeries = 1_000_000;

    /// <summary>Between machines that keep time at all, clocks differ by less; and a suspended one
    /// is told by the next tick.</summary>
    private const long Ahead = 10_000_000_000;

    private readonly StreamBook _book = new(MostSeries);
    private readonly PlainBook _plain = new(MostPlainSeries);
    private readonly HashSet<ServiceId> _treated = [];
    private readonly ProbeBook _probes = new();
    private readonly InFlightDetector _inFlight = new();
    private readonly Judge _judge = new();

    /// <summary>Of what is only a part of a composite objective; tells nobody.</summary>
    private readonly Judge _parts = new();
    private readonly Dictionary<(Subject, string), Verdict> _partVerdicts = [];
    private readonly PeerDetectors _peers;
    private readonly CoverageBook _coverage = new();
    private readonly TrafficForecasts _traffic = new();
    private readonly Comparisons _comparisons;
    private readonly BudgetBook _budgets = new();
    private readonly FleetAttention _attention = new();
    private readonly ObjectiveSeries _ofObjectives = new();
    private readonly DeployWatch _deploys;
    private ILookup<ServiceId, ObjectiveDetector> _objectives =
        Enumerable.Empty<ObjectiveDetector>().ToLookup(o => o.Spec.Service);
    private HashSet<(ServiceId Service, SubjectKind Kind)> _judged = [];
    private LevelObjective[] _rates = [];
    private LevelObjective[] _levels = [];
    private CompositeDetector[] _composites = [];
    private PageBudget _pages = new(PageBudget.Usual);
    private long _now;

    /// <summary>Of a fleet that nothing is known of yet.</summary>
    public FleetDetection()
    {
        _peers = new PeerDetectors(_judge, _inFlight);
        _comparisons = new Comparisons(_book);
        _deploys = new DeployWatch(_plain, _judge);
        _judge.Named = _deploys.Named;
    }

    /// <summary>Series refused because there were too many.</summary>
    public long RefusedSeries => _book.Refused + _plain.Refused;

    /// <summary>Samples that came too late to be counted.</summary>
    public long TooLateSamples => _book.Streams.Sum(s => s.Seconds.TooLate);

    /// <summary>Samples, probe results and reports that claimed to be of the future.</summary>
    public long RefusedSamples { get; private set; }

    /// <summary>Takes the setup in force; baselines of what stays are kept.</summary>
    public void Configure(DetectionSetup setup)
    {
        ObjectiveSpec[] all = [.. setup.Objectives, .. setup.Composites.SelectMany(c => c.Term.Singles())];
        var bounds = all.Where(o => o.Budget is null).ToArray();
        _composites = [.. setup.Composites.Select(c => new CompositeDetector(c))];
        var latency = bounds.Where(o => o is { Signal: SignalKind.Latency, BelowMilli: > 0 }).ToArray();
        var errors = bounds.Where(o => o is { Signal: SignalKind.Errors, BelowMilli: > 0 });
        _objectives = latency.Concat(errors).Select(o => new ObjectiveDetector(o)).ToLookup(o => o.Spec.Service);
        // Most streams have no objective: they must not cost a look-up each at every tick.
        _judged = [.. bounds.Select(o => (o.Service, o.PerInstance ? SubjectKind.Instance : SubjectKind.Service))];
        _rates = [.. bounds.Where(o => o.Signal == SignalKind.Traffic).Select(o => new LevelObjective(o))];
        _levels = [.. bounds.Where(IsLevel).Select(o => new LevelObjective(o))];
        _book.Bound(latency.Select(o => (o.Service, o.BelowMilli / 1000.0)));
        _budgets.Configure(all);
        _book.Feed(_budgets);
        _probes.Expect(setup.Instances);
        _pages = new PageBudget(setup.FalsePagesPerWeek);
        _plain.Allow(_pages, setup.FullTierSeries);
        _ofObjectives.Configure(setup.Objectives);
        _attention.Declare(setup.Objectives.Select(o => o.Service));
    }

    /// <summary>Takes who calls whom, as far as it is known now: neighbours of what is attended to matter,
    /// too.</summary>
    public void Know(IReadOnlyList<DependencyId> edges) => _attention.Know(edges);

    /// <summary>Takes samples, in any order.</summary>
    public void Observe(SampleBatch batch)
    {
        foreach (var description in batch.Descriptions)
        {
            if (description.Kind is SignalKind.Gauge or SignalKind.Counter) _plain.Describe(description, _now);
            else _book.Describe(description, _now);
        }
        foreach (var ratio in batch.Ratios)
        {
            if (IsOutOfTime(ratio.TimeUnixNanos)) continue;
            var route = _book.Find(ratio.Series);
            route.Own?.Add(ratio);
            route.Service?.Add(ratio);
        }
        var cells = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batch.Cells);
        foreach (var histogram in batch.Histograms)
        {
            if (IsOutOfTime(histogram.TimeUnixNanos)) continue;
            var route = _book.Find(histogram.Series);
            route.Own?.Add(histogram, cells.Slice(histogram.First, histogram.Length));
            route.Service?.Add(histogram, cells.Slice(histogram.First, histogram.Length));
        }
        foreach (var scalar in batch.Scalars)
        {
            if (IsOutOfTime(scalar.TimeUnixNanos)) continue;
            var route = _book.Find(scalar.Series);
            route.Own?.Hear(scalar);
            route.Service?.Hear(scalar);
            route.Level?.Observe(scalar.TimeUnixNanos, scalar.Value);
            if (route == StreamBook.Nowhere) _plain.Observe(scalar, _treated);
        }
    }

    /// <summary>Takes a probe's result or the platform's word.</summary>
    public void Observe(in ProbeResult result)
    {
        if (IsOutOfTime(result.TimeUnixNanos)) return;
        // The prober could not ask: nobody has seen anything.
        if (result.Outcome == ProbeOutcome.Unknown) return;
        var subject = Subject.Of(result.Instance);
        _coverage.Saw(subject, result.Witness, result.TimeUnixNanos);
        _probes.Observe(result);
        if (result.Outcome is not (ProbeOutcome.Refused or ProbeOutcome.Exited)) return;
        _book.Find(subject, Witness.Gateway)?.Reborn();
        _book.Find(subject, Witness.Telemetry)?.Reborn();
        _plain.Renew(result.Instance, result.TimeUnixNanos);
    }

    /// <summary>Takes an instance's existence, with the version it runs: another one than before is a deploy.</summary>
    public void Observe(InstanceSighting sighting) => _deploys.Meet(sighting);

    /// <summary>Takes somebody's word of a deploy.</summary>
    public void Observe(DeployMark mark)
    {
        if (!IsOutOfTime(mark.AtUnixNanos)) _deploys.Tell(mark);
    }

    /// <summary>Takes a gateway's state: in-flight requests and their age.</summary>
    public void Observe(GatewayReport report)
    {
        if (!IsOutOfTime(report.TimeUnixNanos)) _inFlight.Observe(report);
    }

    /// <summary>Starts to judge a remedy, or starts anew: what was seen under the same remediation's id is
    /// forgotten.</summary>
    public void Begin(VerificationRequest request) => _comparisons.Begin(request);

    /// <summary>Ends it.</summary>
    public void End(string remediation) => _comparisons.End(remediation);

    /// <summary>Takes what people marked, whole each time: confidences follow it from the next tick on. Not saved with
    /// the rest: who keeps the marks tells them again.</summary>
    /// <exception cref="ArgumentException">One of them is no vote; what was learnt before stays.</exception>
    public void Learn(IReadOnlyList<MarkedAlarm> alarms) => _judge.Learn(new MarkedConfidence(alarms));

    /// <summary>Judges all signals at a time (Unix nanoseconds, never going back); silence is
    /// judged too.</summary>
    public DetectionReport Tick(long atUnixNanos)
    {
        if (_now == 0)
        {
            _book.ForgetLaterThan(atUnixNanos + Ahead);
            _budgets.ForgetLaterThan(atUnixNanos + Ahead);
        }
        _now = atUnixNanos;
        _deploys.Turn(_attention.Attended, atUnixNanos);
        foreach (var stream in _book.Streams) stream.Watch.Test(stream, atUnixNanos);
        var bar = _pages.Surprise(_book.Streams.Count);
        JudgeInstances(bar, atUnixNanos);
        JudgeServices(bar, atUnixNanos);
        foreach (var level in _book.Levels) level.Judge(_judge, atUnixNanos);
        _ofObjectives.Read(_plain, s => _book.Preferred(s, atUnixNanos), _treated, atUnixNanos);
        _plain.Judge(_judge, atUnixNanos);
        JudgeObjectives(atUnixNanos);
        var changed = _judge.Tell(atUnixNanos);
        _attention.Look(_judge.Unhealthy(), atUnixNanos);
        _plain.Allot(_attention, atUnixNanos);
        Learn(atUnixNanos);
        var (full, warm) = _plain.Tiers;
        return new DetectionReport(
            changed, _coverage.Tell(_book.Streams, atUnixNanos), _comparisons.Answer(atUnixNanos))
        {
            PlainSeries = _plain.Count,
            FullSeries = full,
            WarmSeries = warm,
            RefusedSeries = RefusedSeries,
            Attended = _attention.Attended,
        };
    }

    /// <summary>What took long to learn, as bytes to be kept across a restart: error budgets (up to three days), and
    /// what is usual of every plain level and count, and deploys.</summary>
    public byte[] Save()
    {
        var budgets = _budgets.Save();
        return [.. BitConverter.GetBytes(budgets.Length), .. budgets, .. _plain.Save(), .. _deploys.Save()];
    }

    /// <summary>Takes back what was saved, for the budgets configured now; before the first tick.</summary>
    /// <exception cref="FormatException">It is damaged or of another version of this programme; what was read before
    /// that is taken.</exception>
    public void Restore(byte[] saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        var length = saved.Length < sizeof(int) ? -1 : BitConverter.ToInt32(saved);
        if (length < 0 || length > saved.Length - sizeof(int))
            throw new FormatException("What detection remembered is cut off.");
        _budgets.Restore(saved[sizeof(int)..(sizeof(int) + length)]);
        _book.Feed(_budgets);
        var plain = saved.AsSpan(sizeof(int) + length);
        _deploys.Restore(plain[_plain.Restore(plain)..]);
    }

    /// <summary>Every verdict as it stands, ordered by subject and detector.</summary>
    public IReadOnlyList<Verdict> Current() => _judge.Current();

    /// <summary>Requests per second that a service is expected to get, with a 90 % interval; null while too little was
    /// seen.</summary>
    /// <param name="service">Whose.</param>
    /// <param name="aheadNanos">From its last reading on; at most half an hour.</param>
    public Forecast? TrafficAhead(ServiceId service, long aheadNanos) => _traffic.Ahead(service, aheadNanos);

    /// <summary>Current readings for views.</summary>
    /// <param name="atUnixNanos">Now.</param>
    public IReadOnlyList<SignalReading> Readings(long atUnixNanos) => Detection.Readings.Of(_book, _judge, atUnixNanos);

    private static bool IsLevel(ObjectiveSpec o) =>
        o.Signal is SignalKind.Saturation or SignalKind.Backlog;

    private bool IsOutOfTime(long at)
    {
        // Before the first tick there is no now to be ahead of.
        if (at > 0 && (_now == 0 || at <= _now + Ahead)) return false;
        RefusedSamples++;
        return true;
    }

    private void JudgeInstances(int bar, long at)
    {
        _probes.Judge(_judge, at);
        _inFlight.Judge(_judge, _book, at);
        var streams = _book.Streams.Where(s => s.Subject.Kind == SubjectKind.Instance);
        foreach (var group in streams.GroupBy(s => (s.Service, s.Witness)))
        {
            var peers = group.ToArray();
            if (peers.Length == 1) LatencyShiftDetector.Run(_judge, peers[0], bar, at);
            else _peers.Run(peers, bar, at);
        }
    }

    private void JudgeServices(int bar, long at)
    {
        foreach (var stream in _book.Streams.Where(s => s.Subject.Kind == SubjectKind.Service))
        {
            if (stream != _book.Preferred(stream.Subject, at)) continue;
            _traffic.Learn(stream, at);
            ServiceDetectors.Run(_judge, stream, bar, at);
            TrafficDetector.Run(_judge, stream, bar, at);
            LatencyShiftDetector.Run(_judge, stream, bar, at);
        }
    }

    private void JudgeObjectives(long at)
    {
        foreach (var stream in _book.Streams)
        {
            if (!_judged.Contains((stream.Service, stream.Subject.Kind))) continue;
            if (stream != _book.Preferred(stream.Subject, at)) continue;
            foreach (var objective in _objectives[stream.Service]) objective.Judge(JudgeOf(objective.Spec), stream, at);
            foreach (var rate in _rates) rate.Judge(JudgeOf(rate.Spec), stream, at);
        }
        foreach (var level in _levels) level.Judge(JudgeOf(level.Spec), _book, at);
        _budgets.Judge(JudgeOf, at);
        JudgeComposites(at);
    }

    private void JudgeComposites(long at)
    {
        if (_composites.Length == 0) return;
        _parts.Tell(at);
        _partVerdicts.Clear();
        foreach (var verdict in _parts.Current())
        {
            // What a part was before the documents changed is still there for a while, and unknown.
            var key = (verdict.Subject, verdict.Objective);
            if (verdict.Health != Health.Unknown || !_partVerdicts.ContainsKey(key)) _partVerdicts[key] = verdict;
        }
        foreach (var composite in _composites) composite.Judge(_judge, _partVerdicts, at);
    }

    private Judge JudgeOf(ObjectiveSpec spec) => spec.IsPart ? _parts : _judge;

    private void Learn(long at)
    {
        _treated.Clear();
        _treated.UnionWith(_comparisons.Treated);
        foreach (var stream in _book.Streams)
        {
            var isTreated = _treated.Contains(stream.Service);
            if (isTreated || _judge.IsUnhealthy(stream.Subject))
            {
                stream.Baseline.Skip(at);
                var isRate = !isTreated && !_judge.IsUnhealthyBut(TrafficDetector.Key(stream.Subject));
                stream.Watch.Skip(at, isRate);
            }
            else
            {
                stream.Baseline.Learn(stream.Seconds, at);
                stream.Watch.Learn(stream, at);
            }
        }
    }
}
