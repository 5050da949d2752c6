using Prunella.Contracts;
using Prunella.Detection.Baselines;

namespace Prunella.Detection.Detectors;

/// <summary>When the evidence that a share of failures has risen for good convinces, and with what
/// numbers.</summary>
/// <remarks>
/// Large enough to matter: a point and a half above the usual, and half as much again; smaller
/// lasting changes are an objective's to name. Still there: the last half minute shows half of that,
/// because what was gathered is slow to go where requests are few. Chosen by feel, below the step
/// from 1 % to 4 % that people notice.
/// </remarks>
internal static class LastingErrors
{
    public const double Gap = 0.015;
    private const double Factor = 1.5;
    private const long Recent = 30_000_000_000;

    public static bool Convince(SignalStream stream, double usual, int bar, long at)
    {
        var rise = stream.Watch.ErrorRise;
        if (rise.Surprise < bar) return false;
        var (share, recent) = (rise.Since.Share, stream.Seconds.Recent(at, Recent).Share);
        return share - usual >= Gap && share >= Factor * usual && recent - usual >= Gap / 2;
    }

    public static Finding Of(in VerdictKey key, StreamWatch watch, double usual, Witness witness)
    {
        var since = watch.ErrorRise.Since;
        var evidence = new Evidence(
            (long)(since.Share * 1000), (long)(usual * 1000), 1, since.Bad, since.Total, watch.ErrorRise.Surprise);
        return Finding.Of(key, bad: true, FaultKind.Errors, witness, evidence);
    }
}
