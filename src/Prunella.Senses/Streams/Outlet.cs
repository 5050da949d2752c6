using Prunella.Contracts;
using Prunella.Senses.Catalogue;

namespace Prunella.Senses.Streams;

/// <summary>
/// Where many streams of one instrument and subject run together into the series that detection
/// sees.
/// </summary>
/// <remarks>
/// A server reports a stream per route, method and status; detection wants one latency, one error
/// ratio, one traffic per instance. Points of one export have one time, so an outlet adds them up
/// and writes one sample per time. Used under the lock of <see cref="FleetStreams"/>.
/// </remarks>
internal abstract class Outlet(ConventionRow row, Subject subject)
{
    private long _time;
    private bool _described;

    public ConventionRow Row { get; } = row;

    public Subject Subject { get; } = subject;

    /// <summary>How many streams end here; without one it is forgotten.</summary>
    public int Streams { get; set; }

    /// <summary>Holds something that is not written yet.</summary>
    public bool Touched { get; private set; }

    /// <summary>
    /// Prepares for a point of the given time; writes out what it holds of another time.
    /// </summary>
    public bool Turn(long time, SampleBatch batch)
    {
        if (Touched && time != _time) Flush(batch);
        _time = time;
        var first = !Touched;
        Touched = true;
        return first;
    }

    /// <summary>
    /// Writes what it holds, after its descriptions when those were never delivered.
    /// </summary>
    public void Flush(SampleBatch batch)
    {
        if (!_described) Describe(batch);
        _described = true;
        Write(_time, batch);
        Touched = false;
    }

    /// <summary>The sink shed the batch, or the limit changed: describe again.</summary>
    public void Forget() => _described = false;

    protected abstract void Describe(SampleBatch batch);

    protected abstract void Write(long time, SampleBatch batch);
}

/// <summary>Latency, errors and traffic out of a duration histogram.</summary>
internal sealed class DurationOutlet : Outlet
{
    private readonly SeriesId _latency;
    private readonly SeriesId _errors;
    private readonly SeriesId _traffic;
    private readonly long[] _cells = new long[LatencyBuckets.Count];
    private long _bad;
    private long _total;

    public DurationOutlet(ConventionRow row, Subject subject, string seenBy) : base(row, subject)
    {
        _latency = SeriesId.Of(seenBy, subject.Text, row.Instrument, row.Scope, nameof(SignalKind.Latency));
        _errors = SeriesId.Of(seenBy, subject.Text, row.Instrument, row.Scope, nameof(SignalKind.Errors));
        _traffic = SeriesId.Of(seenBy, subject.Text, row.Instrument, row.Scope, nameof(SignalKind.Traffic));
    }

    public Span<long> Cells => _cells;

    public void Count(long total, bool bad)
    {
        _total += total;
        if (bad) _bad += total;
    }

    protected override void Describe(SampleBatch batch)
    {
        batch.Descriptions.Add(new(_latency, Subject, SignalKind.Latency, Row.Witness, Row.Instrument, "s"));
        batch.Descriptions.Add(new(_errors, Subject, SignalKind.Errors, Row.Witness, Row.Instrument, "1"));
        batch.Descriptions.Add(new(_traffic, Subject, SignalKind.Traffic, Row.Witness, Row.Instrument, "1"));
    }

    protected override void Write(long time, SampleBatch batch)
    {
        // No traffic is told by the zero of traffic; an empty histogram or 0 of 0 would tell
        // nothing.
        batch.Scalars.Add(new ScalarSample(_traffic, time, _total));
        if (_total > 0)
        {
            batch.Ratios.Add(new RatioSample(_errors, time, _bad, _total));
            var first = batch.Cells.Count;
            for (var i = 0; i < _cells.Length; i++)
            {
                if (_cells[i] > 0) batch.Cells.Add(new HistogramCell(i, _cells[i]));
            }
            batch.Histograms.Add(new HistogramSample(_latency, time, first, batch.Cells.Count - first));
        }
        Array.Clear(_cells);
        (_bad, _total) = (0, 0);
    }
}

/// <summary>An outlet that takes plain values; those of one time are added up.</summary>
internal abstract class SumOutlet(ConventionRow row, Subject subject) : Outlet(row, subject)
{
    protected double Sum { get; private set; }

    public void Add(double value) => Sum += value;

    protected void Clear() => Sum = 0;
}

/// <summary>What is full for another instrument: pools add up, nothing is sent.</summary>
internal sealed class LimitOutlet(ConventionRow row, Subject subject, SenderEntry sender) : SumOutlet(row, subject)
{
    protected override void Describe(SampleBatch batch) { }

    protected override void Write(long time, SampleBatch batch)
    {
        sender.SetLimit(Row.Of, Sum);
        Clear();
    }
}

/// <summary>A level or a count.</summary>
internal sealed class ScalarOutlet(ConventionRow row, Subject subject, string seenBy) : SumOutlet(row, subject)
{
    private readonly SeriesId _series =
        SeriesId.Of(seenBy, subject.Text, row.Instrument, row.Scope, row.Kind.ToString());

    /// <summary>The amount that is full; 0 when nobody told it.</summary>
    public double Limit { get; private set; } = row.Full;

    public void SetLimit(double limit)
    {
        if (limit.Equals(Limit)) return;
        Limit = limit;
        Forget();
    }

    protected override void Describe(SampleBatch batch) =>
        batch.Descriptions.Add(new(_series, Subject, Row.Kind, Row.Witness, Row.Instrument, Row.Unit, Limit));

    protected override void Write(long time, SampleBatch batch)
    {
        batch.Scalars.Add(new ScalarSample(_series, time, Sum));
        Clear();
    }
}
