using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Detectors;

/// <summary>Judges a service as a whole against its own baseline: more failures than usual, and
/// silence.</summary>
/// <remarks>
/// Failures of the last three seconds against the usual share (at least 1 %), by the exact binomial
/// tail at the fleet's bar and five points more: nobody compares a service with itself by chance
/// alone. A service that had five requests a second and whose witness then tells of none for five
/// seconds, and for twice as long as it was ever quiet before, is news; without a witness it is
/// unknown. What is usual counts from the zeros that a witness sends, not from its silence.
/// </remarks>
internal static class ServiceDetectors
{
    public const string Errors = "error-ratio";
    public const string Traffic = "traffic";
    private const long SilentFor = 5_000_000_000;
    private const double Least = 0.01;
    private const double Gap = 0.05;
    private const double LeastPerSecond = 5;
    private const int LeastTotal = 20;

    public static void Run(Judge judge, SignalStream stream, int bar, long at)
    {
        if (stream.IsStale(at) || !stream.Baseline.IsWarm) return;
        var counts = stream.Seconds.Recent(at, stream.Window);
        OnErrors(judge, stream, counts, bar, at);
        if (stream.Baseline.PerSecond < LeastPerSecond) return;
        var enough = Math.Max(Math.Max(SilentFor, 3 * stream.IntervalNanos), 2 * stream.LongestQuietNanos);
        var silent = stream.QuietNanos >= enough;
        var rate = (long)(counts.Total * 1e12 / stream.Window);
        var evidence = new Evidence(rate, (long)(stream.Baseline.PerSecond * 1000), 1, 0, counts.Total, 0);
        var key = new VerdictKey(stream.Subject, SignalKind.Traffic, Traffic);
        judge.Find(
            Finding.Of(key, silent, FaultKind.Unknown, stream.Witness, evidence) with
            {
                Direction = silent ? Direction.Down : Direction.None,
            },
            at);
    }

    private static void OnErrors(Judge judge, SignalStream stream, Counts counts, int bar, long at)
    {
        var key = new VerdictKey(stream.Subject, SignalKind.Errors, Errors);
        // Few requests accuse nobody, but a handful without a failure is enough to be well again.
        if (counts.Total < LeastTotal && counts is not { Total: >= 5, Bad: 0 })
        {
            judge.Hold(key, at);
            return;
        }
        var expected = Math.Max(Least, stream.Baseline.BadShare);
        var surprise = Binomial.Surprise(counts.Bad, counts.Total, expected);
        var bad = surprise >= bar && counts.Share - stream.Baseline.BadShare >= Gap;
        var evidence = new Evidence(
            (long)(counts.Share * 1000), (long)(expected * 1000), 1, counts.Bad, counts.Total, surprise);
        judge.Find(Finding.Of(key, bad, FaultKind.Errors, stream.Witness, evidence), at);
    }
}
