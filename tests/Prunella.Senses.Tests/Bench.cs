using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Senses.Otlp;

namespace Prunella.Senses.Tests;

/// <summary>Keeps what senses hand over.</summary>
internal sealed class KeepingSink : ISenseSink
{
    private readonly Lock _gate = new();

    public bool Full { get; set; }

    public List<SampleBatch> Batches { get; } = [];

    public List<SpanRecord> Spans { get; } = [];

    public List<LogLine> Lines { get; } = [];

    public List<InstanceSighting> Sightings { get; } = [];

    public List<ProbeResult> Probes { get; } = [];

    public Action<ProbeResult> OnProbe { get; set; } = _ => { };

    public IEnumerable<SeriesDescription> Descriptions => Batches.SelectMany(batch => batch.Descriptions);

    public bool Accept(SampleBatch batch) => Keep(() => Batches.Add(batch));

    public bool Accept(IReadOnlyList<SpanRecord> spans) => Keep(() => Spans.AddRange(spans));

    public bool Accept(IReadOnlyList<LogLine> lines) => Keep(() => Lines.AddRange(lines));

    public bool Accept(InstanceSighting sighting) => Keep(() => Sightings.Add(sighting));

    public bool Accept(ProbeResult result)
    {
        var kept = Keep(() => Probes.Add(result));
        OnProbe(result);
        return kept;
    }

    public bool Accept(GatewayReport report) => true;

    /// <summary>The series of a subject and kind, or null.</summary>
    public SeriesDescription? Series(string subject, SignalKind kind) =>
        Descriptions.FirstOrDefault(series => series.Subject.Text == subject && series.Kind == kind);

    /// <summary>Everything counted in a subject's latency histograms.</summary>
    public long Latencies(string subject)
    {
        var id = Series(subject, SignalKind.Latency)?.Id;
        return Batches.Sum(batch => batch.Histograms.Where(h => h.Series == id)
            .Sum(h => batch.Cells.Slice(h.First, h.Length).Sum(cell => cell.Count)));
    }

    public (long Bad, long Total) Errors(string subject)
    {
        var id = Series(subject, SignalKind.Errors)?.Id;
        var ratios = Batches.SelectMany(batch => batch.Ratios).Where(ratio => ratio.Series == id).ToList();
        return (ratios.Sum(ratio => ratio.Bad), ratios.Sum(ratio => ratio.Total));
    }

    public double[] Values(string subject, SignalKind kind)
    {
        var id = Series(subject, kind)?.Id;
        return [.. Batches.SelectMany(batch => batch.Scalars).Where(s => s.Series == id).Select(s => s.Value)];
    }

    private bool Keep(Action keep)
    {
        lock (_gate)
        {
            if (!Full) keep();
            return !Full;
        }
    }
}

/// <summary>An intake with a clock that stands still and a sink that keeps everything.</summary>
internal sealed class Bench : IDisposable
{
    public static readonly SenderCredential Sender = new(FleetId.Default, "test", true);

    public Bench(OtlpOptions? options = null, Func<string, int, ServiceId?>? peerAt = null)
    {
        Options = options ?? new OtlpOptions();
        Clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddTicks(Some.Now / 100));
        Intake = new OtlpIntake(
            Options, new OtlpPorts(_ => Sender, _ => Sink, peerAt ?? ((_, _) => null)), Clock);
    }

    public OtlpOptions Options { get; }

    public FakeTimeProvider Clock { get; }

    public KeepingSink Sink { get; } = new();

    public OtlpIntake Intake { get; }

    public long Now => (Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    public OtlpResult Metrics(byte[] body, SenderCredential? sender = null) =>
        Intake.Export(OtlpSignal.Metrics, OtlpEncoding.Protobuf, body, sender ?? Sender, "");

    public OtlpResult Export(OtlpSignal signal, byte[] body) =>
        Intake.Export(signal, OtlpEncoding.Protobuf, body, Sender, "");

    public OtlpResult Json(OtlpSignal signal, string json) =>
        Intake.Export(signal, OtlpEncoding.Json, System.Text.Encoding.UTF8.GetBytes(json), Sender, "");

    public long Shed(string reason) => Intake.Shed().FirstOrDefault(shed => shed.Reason == reason)?.Count ?? 0;

    /// <summary>Lets a second pass.</summary>
    public long Tick(double seconds = 1)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        return Now;
    }

    public void Dispose() => Intake.Dispose();
}
