using Prunella.Contracts;
using Prunella.Detection.Baselines;

namespace Prunella.Detection.Detectors;

/// <summary>Judges the requests of a service against their usual rate: silence, a fall, a
/// surge.</summary>
/// <remarks>
/// Silence: five requests a second were usual, and its witness then tells of none for five seconds,
/// for three of its own intervals and for twice as long as it was ever quiet before; without a
/// witness it is unknown. What is usual counts from the zeros that a witness sends, not from its
/// silence. A fall or a surge: the evidence of <see cref="FalseAlarms.RateChange"/> passes the fleet's
/// bar, and since it began the rate was below seven tenths of the usual (above one and a half times,
/// and five a second more). A surge is a finding of overload. Neither is judged in the first ten
/// minutes, at less than one request a second, of senders slower than 16 seconds, nor while something
/// else is wrong with the service: requests that wait are not counted, and a remedy moves traffic.
/// </remarks>
internal static class TrafficDetector
{
    public const string Name = "traffic";
    private const long SilentFor = 5_000_000_000;
    private const double LeastBusy = 5;
    private const double LeastPerSecond = 1;
    private const double Fallen = 0.7;
    private const double Risen = 1.5;
    private const double RisenBy = 5;

    public static VerdictKey Key(Subject subject) => new(subject, SignalKind.Traffic, Name);

    public static void Run(Judge judge, SignalStream stream, int bar, long at)
    {
        if (stream.IsStale(at) || !stream.Baseline.IsWarm) return;
        var (key, watch) = (Key(stream.Subject), stream.Watch.WatchRate());
        watch.Cap(bar);
        if (!IsBusy(stream) && (!watch.IsWarm || watch.PerSecond < LeastPerSecond)) return;
        var isSilent = IsSilent(stream);
        if (!isSilent && judge.IsUnhealthyBut(key))
        {
            judge.Hold(key, at);
            return;
        }
        var (direction, surprise) = isSilent ? (Direction.Down, 0) : Changed(watch, bar);
        // That few requests are as few as ever is no news.
        if (direction == Direction.None && !IsBusy(stream) && !judge.HasSpoken(key)) return;
        judge.Find(Of(stream, direction, surprise, at), at);
    }

    private static Finding Of(SignalStream stream, Direction direction, int surprise, long at)
    {
        var expected = surprise > 0 ? stream.Watch.WatchRate().PerSecond : stream.Baseline.PerSecond;
        var counts = stream.Seconds.Recent(at, stream.Window);
        var rate = (long)(counts.Total * 1e12 / stream.Window);
        var evidence = new Evidence(rate, (long)(expected * 1000), 1, 0, counts.Total, surprise);
        var fault = direction == Direction.Up ? FaultKind.Overload : FaultKind.Unknown;
        var finding = Finding.Of(
            Key(stream.Subject), direction != Direction.None, fault, stream.Witness, evidence);
        return finding with { Direction = direction };
    }

    private static (Direction Direction, int Surprise) Changed(RateWatch watch, int bar) =>
        Fell(watch, bar) ? (Direction.Down, watch.Fall.Surprise)
        : Rose(watch, bar) ? (Direction.Up, watch.Rise.Surprise)
        : (Direction.None, 0);

    private static bool IsBusy(SignalStream stream) => stream.Baseline.PerSecond >= LeastBusy;

    private static bool IsSilent(SignalStream stream) => IsBusy(stream)
        && stream.QuietNanos >= Math.Max(Math.Max(SilentFor, 3 * stream.IntervalNanos), 2 * stream.LongestQuietNanos);

    private static bool Fell(RateWatch watch, int bar) =>
        watch.PerSecond >= LeastPerSecond && watch.Fall.Surprise >= bar
        && watch.Fall.PerSecond <= Fallen * watch.Usual.Lowest;

    private static bool Rose(RateWatch watch, int bar) =>
        watch.PerSecond >= LeastPerSecond && watch.Rise.Surprise >= bar
        && watch.Rise.PerSecond >= Math.Max(Risen * watch.Usual.Highest, watch.Usual.Highest + RisenBy);
}
