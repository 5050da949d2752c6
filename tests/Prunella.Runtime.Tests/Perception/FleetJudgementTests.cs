using Prunella.Contracts;
using Prunella.Detection;
using Prunella.Diagnosis;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Tests.Loop;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Perception;

/// <summary>What detection finds steers what diagnosis keeps.</summary>
public sealed class FleetJudgementTests
{
    private const long Second = 1_000_000_000;
    private readonly FleetJudgement _judgement = new(new FleetDetection(), new FleetDiagnosis());
    private readonly InstanceId _instance = Some.Instance();
    private long _at = Some.Start;
    private Judged? _judged;

    [Fact]
    public void Warnings_are_kept_of_a_service_whose_breach_is_consistent()
    {
        Live(20, ProbeOutcome.Ok);
        Assert.Empty(_judged!.Report.Attended);
        Assert.Empty(_judgement.ErrorLines(_instance));

        Live(20, ProbeOutcome.Refused);

        Assert.Equal([_instance.Service], _judged.Report.Attended);
        Assert.Equal([_instance.Service], DetectionView.Of(_judged.Report).Attended);
        Assert.Contains(_judgement.ErrorLines(_instance), l => l.Severity == LogSeverity.Warning);
    }

    private void Live(int seconds, ProbeOutcome outcome)
    {
        for (var i = 0; i < seconds; i++, _at += Second)
        {
            _judgement.Observe(new SensedProbe(new ProbeResult(_instance, _at, outcome, Second / 100, Witness.Probe)));
            _judgement.Observe(new SensedLines([new LogLine(_instance, _at, LogSeverity.Warning, "pool nearly empty")]));
            _judged = _judgement.Tick(_at);
        }
    }
}
