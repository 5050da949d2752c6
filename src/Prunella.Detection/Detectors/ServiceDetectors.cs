using Prunella.Contracts;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Detectors;

/// <summary>Judges a service as a whole against its own baseline: more failures than usual, and silence.</summary>
/// <remarks>
/// Failures of the last three seconds against the usual share (at least 1 %), by the exact binomial tail at one in a
/// million and five points more: nobody compares a service with itself by chance alone. A service that had five
/// requests a second and gets none for five seconds, while its witness still speaks, is news; without a witness
/// it is unknown.
/// </remarks>
internal static class ServiceDetectors
{
    public const string Errors = "error-ratio";
    public const string Traffic = "traffic";
    private const long Window = 3_000_000_000;
    private const long SilentFor = 5_000_000_000;
    private const int Convincing = 6000;
    private const double Least = 0.01;
    private const double Gap = 0.05;
    private const double LeastPerSecond = 5;
    private const int LeastTotal = 20;

    public static void Run(Judge judge, SignalStream stream, long at)
    {
        if (stream.IsStale(at) || !stream.Baseline.IsWarm) return;
        var counts = stream.Seconds.Between(at - Window, at);
        // Few requests accuse nobody, but a handful without a failure is enough to be well again.
        if (counts.Total >= LeastTotal || counts is { Total: >= 5, Bad: 0 })
        {
            var expected = Math.Max(Least, stream.Baseline.BadShare);
            var surprise = Binomial.Surprise(counts.Bad, counts.Total, expected);
            var bad = surprise >= Convincing && counts.Share - stream.Baseline.BadShare >= Gap;
            judge.Find(new Finding(
                stream.Subject, SignalKind.Errors, Errors, bad ? Health.Unhealthy : Health.Healthy,
                    bad ? Finding.Confidence(surprise) : 900,
                bad ? FaultKind.Errors : FaultKind.Unknown, stream.Witness,
                new Evidence((long)(counts.Share * 1000), (long)(expected * 1000), 1, counts.Bad, counts.Total,
                    surprise))
            {
                Direction = bad ? Direction.Up : Direction.None,
            }, at);
        }
        if (stream.Baseline.PerSecond < LeastPerSecond) return;
        var silent = stream.Seconds.Between(at - SilentFor, at).Total == 0;
        judge.Find(new Finding(
            stream.Subject, SignalKind.Traffic, Traffic, silent ? Health.Unhealthy : Health.Healthy, 900,
                FaultKind.Unknown, stream.Witness,
            new Evidence(counts.Total * 1000 / 3, (long)(stream.Baseline.PerSecond * 1000), 1, 0, counts.Total, 0))
        {
            Direction = silent ? Direction.Down : Direction.None,
        }, at);
    }
}
