using Prunella.Contracts;

namespace Prunella.Detection.Detectors;

/// <summary>What the platform says of one instance's process: an exit is positive evidence of
/// death.</summary>
internal sealed class PlatformDetector(InstanceId instance)
{
    public const string Name = "platform";
    private const int Certain = 990;
    private const long Patience = 5_000_000_000;
    private readonly Subject _subject = Subject.Of(instance);
    private bool _exited;
    private long _at;

    public void Observe(in ProbeResult result)
    {
        if (result.TimeUnixNanos < _at || result.Outcome is not (ProbeOutcome.Ok or ProbeOutcome.Exited)) return;
        (_exited, _at) = (result.Outcome == ProbeOutcome.Exited, result.TimeUnixNanos);
    }

    public void Judge(Judge judge, long at)
    {
        if (_at == 0 || at - _at > Patience) return;
        var key = new VerdictKey(_subject, SignalKind.Errors, Name);
        judge.Find(
            Finding.Of(key, _exited, FaultKind.Crash, Witness.Platform, Finding.Nothing) with
            {
                ConfidencePerMille = Certain,
                Direction = Direction.None,
                Positive = _exited,
                Settled = true,
            },
            at);
    }
}
