using Prunella.Contracts;

namespace Prunella.Detection.Attention;

/// <summary>What people declared objectives for, as plain series with a point a minute: the share of requests that
/// failed or came late, and requests per second.</summary>
/// <remarks>
/// An objective says what is not acceptable; these say what is not usual, by the hour of the day and the week. A minute
/// is read two seconds after its end, when late samples have come; one that nobody judged in time is left out. Of fewer
/// than twenty requests a share says nothing. Three requests are no difference, whatever was usual. A rate is not read
/// of a witness that speaks more rarely than every 16 seconds: a minute would hold one of its words, or none, or two.
/// </remarks>
internal sealed class ObjectiveSeries
{
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;
    private const long Late = 2 * Second;
    private const long StillKept = 3 * Second;
    private const long SlowestForRates = 16 * Second;
    private const long FewestRequests = 20;
    private const double NoDifference = 3;
    private ObjectiveSpec[] _objectives = [];
    private long _minute;

    public void Configure(IEnumerable<ObjectiveSpec> objectives) => _objectives =
        [.. objectives.Where(o => o.Signal is SignalKind.Latency or SignalKind.Errors or SignalKind.Traffic)];

    /// <summary>Reads the minute that is over, if one is.</summary>
    /// <param name="book">Where the points go.</param>
    /// <param name="streamOf">The stream that a service is judged by; null when nobody speaks of it.</param>
    /// <param name="treated">Services under remediation.</param>
    /// <param name="at">Now, Unix nanoseconds.</param>
    public void Read(
        PlainBook book, Func<Subject, SignalStream?> streamOf, IReadOnlySet<ServiceId> treated, long at)
    {
        var end = (at - Late) / Minute * Minute;
        if (end <= _minute) return;
        _minute = end;
        if (at - end > StillKept) return;
        foreach (var objective in _objectives)
        {
            if (streamOf(Subject.Of(objective.Service)) is not { } stream) continue;
            if (Point(objective, stream, end) is not { } point) continue;
            var series = Series(objective, stream.Witness);
            book.Describe(series, at);
            book.Observe(new ScalarSample(series.Id, end, point.Value), treated, point.Least);
        }
    }

    private static (double Value, double Least)? Point(ObjectiveSpec objective, SignalStream stream, long end)
    {
        var (isLatency, seconds) = (objective.Signal == SignalKind.Latency, objective.BelowMilli / 1000.0);
        // A budget's bound is counted in its own windows, and of more than four bounds the first four are.
        if (isLatency && !stream.Bounds.Contains(seconds)) return null;
        var bound = isLatency ? stream.BoundOf(seconds) : 0;
        var counts = stream.Seconds.Between(end - Minute, end, bound);
        if (objective.Signal == SignalKind.Traffic)
        {
            if (stream.IntervalNanos > SlowestForRates) return null;
            return (counts.Total / 60.0, NoDifference / 60);
        }
        if (counts.Total < FewestRequests) return null;
        var bad = isLatency ? counts.Late : counts.Bad;
        return ((double)bad / counts.Total, NoDifference / counts.Total);
    }

    private static SeriesDescription Series(ObjectiveSpec objective, Witness witness) => new(
        SeriesId.Of("objective", objective.Policy, witness.ToString()), Subject.Of(objective.Service),
        SignalKind.Gauge, witness, $"objective.{objective.Policy}",
        objective.Signal == SignalKind.Traffic ? "per second" : "1");
}
