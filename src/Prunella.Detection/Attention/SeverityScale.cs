using Prunella.Contracts;

namespace Prunella.Detection.Attention;

/// <summary>How bad a verdict is, by how far off its value is and how long it has lasted.</summary>
/// <remarks>
/// How far is a class by what callers lose. Failures: under a twentieth of the requests, under a quarter, more. What
/// takes longer or waits longer: under twice what is expected, under five times, more. Traffic that falls: to a half,
/// to a tenth, below. A level with a limit: not yet at nine tenths, at nine tenths, full to a fiftieth. Death, a hang
/// and silence are critical whatever the numbers. Of plain levels and counts nobody said what is good: they are a
/// notice. What has lasted a quarter of an hour is one class worse: nobody is mending it. The borders are chosen by
/// feel, wide enough that one class is one kind of answer.
/// </remarks>
internal static class SeverityScale
{
    public const long LastsNanos = 900_000_000_000;
    private const long FewPerMille = 50;
    private const long ManyPerMille = 250;
    private const double Twice = 2;
    private const double FiveTimes = 5;
    private const double Nearly = 0.9;
    private const double Full = 0.98;

    /// <param name="verdict">Unhealthy.</param>
    /// <param name="at">Now, Unix nanoseconds.</param>
    public static Severity Of(Verdict verdict, long at)
    {
        var far = Far(verdict);
        var lasts = at - verdict.SinceUnixNanos >= LastsNanos;
        return lasts && far < Severity.Critical ? far + 1 : far;
    }

    private static Severity Far(Verdict verdict)
    {
        if (verdict.Positive || verdict.Fault is FaultKind.Crash or FaultKind.Hang) return Severity.Critical;
        var e = verdict.Evidence;
        return verdict.Signal switch
        {
            SignalKind.Gauge or SignalKind.Counter => Severity.Notice,
            SignalKind.Errors when e.Burn is null => Class(e.Value - e.Expected, FewPerMille, ManyPerMille),
            SignalKind.Traffic when e.Value < e.Expected => Class(Times(e.Expected, e.Value), Twice, 2 * FiveTimes),
            SignalKind.Saturation when verdict.Detector == "saturation" => Class(Times(e.Value, e.Expected), Nearly, Full),
            _ => Class(Times(e.Value, e.Expected), Twice, FiveTimes),
        };
    }

    private static double Times(long value, long of) => of > 0 ? (double)value / of : double.MaxValue;

    private static Severity Class(double far, double warning, double critical) =>
        far >= critical ? Severity.Critical : far >= warning ? Severity.Warning : Severity.Notice;
}
