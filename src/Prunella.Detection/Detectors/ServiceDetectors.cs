using Prunella.Contracts;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Detectors;

/// <summary>Judges the failures of a service as a whole against its own usual share: a sudden rise
/// within seconds, a small one that lasts.</summary>
/// <remarks>
/// Sudden: failures of the last three seconds against the usual share (at least 1 %), by the
/// beta-binomial tail with the stream's own correlation at the fleet's bar, and five points more.
/// Lasting: evidence gathered block by block (<see cref="FalseAlarms.ShareRise"/>) passes the bar, and
/// since it began the share was a point and a half above the usual and half as much again. Nobody
/// compares a service with itself by chance alone.
/// </remarks>
internal static class ServiceDetectors
{
    public const string Errors = "error-ratio";
    private const double Least = 0.01;
    private const double Gap = 0.05;
    private const int LeastTotal = 20;

    public static void Run(Judge judge, SignalStream stream, int bar, long at)
    {
        if (stream.IsStale(at) || !stream.Baseline.IsWarm) return;
        var counts = stream.Seconds.Recent(at, stream.Window);
        var key = new VerdictKey(stream.Subject, SignalKind.Errors, Errors);
        var (usual, watch) = (stream.Baseline.BadShare, stream.Watch);
        var expected = Math.Max(Least, usual);
        watch.ErrorRise.Cap(bar);
        if (LastingErrors.Convince(stream, watch.Errors.Share, bar, at))
        {
            judge.Find(LastingErrors.Of(key, watch, watch.Errors.Share, stream.Witness), at);
            return;
        }
        // Few requests accuse nobody, but a handful without a failure is enough to be well again.
        if (counts.Total < LeastTotal && counts is not { Total: >= 5, Bad: 0 })
        {
            judge.Hold(key, at);
            return;
        }
        var surprise = BetaBinomial.Surprise(counts.Bad, counts.Total, expected, watch.Errors.CorrelationOfTail);
        var bad = surprise >= bar && counts.Share - usual >= Gap;
        var evidence = new Evidence(
            (long)(counts.Share * 1000), (long)(expected * 1000), 1, counts.Bad, counts.Total, surprise);
        judge.Find(Finding.Of(key, bad, FaultKind.Errors, stream.Witness, evidence), at);
    }
}
