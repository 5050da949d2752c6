using Prunella.Contracts;
using Prunella.Detection;
using Prunella.Diagnosis;
using Prunella.Kernel.Policies;

namespace Prunella.Runtime.Perception;

/// <summary>Something a sense has seen, on its way to judgement.</summary>
internal abstract record Sensed;

internal sealed record SensedSamples(SampleBatch Batch) : Sensed;

internal sealed record SensedSpans(IReadOnlyList<SpanRecord> Spans) : Sensed;

internal sealed record SensedLines(IReadOnlyList<LogLine> Lines) : Sensed;

internal sealed record SensedInstance(InstanceSighting Sighting) : Sensed;

internal sealed record SensedProbe(ProbeResult Result) : Sensed;

internal sealed record SensedGateway(GatewayReport Report) : Sensed;

/// <summary>A comparison of before and after to begin (or go on with), or to end.</summary>
internal sealed record SensedVerification(VerificationRequest? Begin, string End) : Sensed;

/// <summary>What people marked, whole.</summary>
internal sealed record SensedMarks(IReadOnlyList<MarkedAlarm> Alarms) : Sensed;

/// <summary>What one tick of judgement found.</summary>
internal sealed record Judged(
    DetectionReport Report,
    IReadOnlyList<SuspectRanking> Rankings,
    IReadOnlyList<SignalReading> Readings,
    IReadOnlyList<EdgeReading> Edges);

/// <summary>Detection and diagnosis as perception uses them; tests fill it with a script. One
/// caller at a time.</summary>
internal interface IJudgement
{
    /// <summary>Takes the documents in force.</summary>
    void Configure(PolicySet policies);

    /// <summary>Takes what was seen.</summary>
    void Observe(Sensed sensed);

    /// <summary>Judges at a time that never goes back, Unix nanoseconds.</summary>
    Judged Tick(long at);

    /// <summary>Last error lines of an instance, oldest first, at most 100.</summary>
    IReadOnlyList<LogLine> ErrorLines(InstanceId instance);
}

/// <summary>Judgement with a memory that is worth more than one run of the healer. One caller at a time.</summary>
internal interface IRemembering
{
    /// <summary>Everything to be kept.</summary>
    byte[] Save();

    /// <summary>Takes back what was kept; after the documents, before anything is observed.</summary>
    /// <exception cref="FormatException">It is damaged or of another version; nothing was taken then.</exception>
    void Restore(byte[] saved);
}

/// <summary>The real judgement: one fleet's detection and diagnosis.</summary>
internal sealed class FleetJudgement(FleetDetection detection, FleetDiagnosis diagnosis) : IJudgement, IRemembering
{
    public void Configure(PolicySet policies)
    {
        InstanceId[] instances = [.. policies.Services.SelectMany(s => s.Instances).Select(i => i.Id)];
        detection.Configure(new DetectionSetup(ObjectiveSpecs.Singles(policies), instances)
        {
            Composites = ObjectiveSpecs.Composites(policies),
            FalsePagesPerWeek = policies.Fleet.FalsePagesPerWeek,
        });
        diagnosis.Configure([.. policies.Dependencies.Select(d => d.Id)], instances);
    }

    public void Observe(Sensed sensed)
    {
        switch (sensed)
        {
            case SensedSamples s: detection.Observe(s.Batch); break;
            case SensedSpans s: diagnosis.Observe(s.Spans); break;
            case SensedLines s: diagnosis.Observe(s.Lines); break;
            case SensedProbe s: detection.Observe(s.Result); break;
            case SensedGateway s: detection.Observe(s.Report); break;
            case SensedVerification { Begin: { } request }: detection.Begin(request); break;
            case SensedVerification s: detection.End(s.End); break;
            case SensedMarks s: detection.Learn(s.Alarms); break;
            default: break;
        }
    }

    public Judged Tick(long at)
    {
        var report = detection.Tick(at);
        return new Judged(report, diagnosis.Rank(detection.Current()), detection.Readings(at), diagnosis.Edges(at));
    }

    public IReadOnlyList<LogLine> ErrorLines(InstanceId instance) => diagnosis.ErrorLines(instance);

    public byte[] Save() => detection.Save();

    public void Restore(byte[] saved) => detection.Restore(saved);
}
