using System.Diagnostics.Metrics;

namespace Prunella.Server.Metrics;

/// <summary>How an instrument's measurements add up.</summary>
internal enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Grows and shrinks.</summary>
    UpDownCounter,

    /// <summary>Counts by how large.</summary>
    Histogram,
}

/// <summary>One series as it stands.</summary>
/// <param name="Labels">Attributes as they were recorded.</param>
/// <param name="Value">The sum of all measurements.</param>
/// <param name="Buckets">Of a histogram, measurements per bucket, not cumulated; the last is above every bound.</param>
internal sealed record SeriesReading(
    IReadOnlyList<KeyValuePair<string, object?>> Labels, double Value, IReadOnlyList<long> Buckets);

/// <summary>What one instrument has measured, by its attributes.</summary>
/// <remarks>
/// Attributes of our instruments are few and fixed, so a series is found by looking at all of them: no text is made per
/// measurement. The bound is there for the day on which that is no longer so; what exceeds it is counted in one
/// series marked <c>otel.metric.overflow</c>. Any thread.
/// </remarks>
internal sealed class InstrumentTally
{
    /// <summary>Four times what the instrument with the most attributes has: one per kind of event.</summary>
    public const int MostSeries = 200;

    private static readonly KeyValuePair<string, object?>[] TooMany = [new("otel.metric.overflow", "true")];

    private readonly Lock _gate = new();
    private readonly List<Series> _series = [];

    private InstrumentTally(Instrument instrument, MetricKind kind)
    {
        (Name, Unit, Description, Kind) = (instrument.Name, instrument.Unit ?? "", instrument.Description ?? "", kind);
        Bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? bounds : [];
    }

    public string Name { get; }

    public string Unit { get; }

    public string Description { get; }

    public MetricKind Kind { get; }

    /// <summary>Upper bounds of a histogram's buckets, rising; the instrument's own advice.</summary>
    public IReadOnlyList<double> Bounds { get; }

    /// <summary>Null when its kind is not one that we use.</summary>
    public static InstrumentTally? For(Instrument instrument)
    {
        var type = instrument.GetType();
        var kind = type.IsGenericType ? KindOf(type.GetGenericTypeDefinition()) : null;
        return kind is { } known ? new InstrumentTally(instrument, known) : null;
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_gate)
        {
            var series = Find(labels);
            series.Value += value;
            if (Kind == MetricKind.Histogram) series.Buckets[BucketOf(value)]++;
        }
    }

    public IReadOnlyList<SeriesReading> Read()
    {
        lock (_gate) return [.. _series.Select(s => new SeriesReading(s.Labels, s.Value, [.. s.Buckets]))];
    }

    private static MetricKind? KindOf(Type definition) =>
        definition == typeof(Counter<>) ? MetricKind.Counter
        : definition == typeof(UpDownCounter<>) ? MetricKind.UpDownCounter
        : definition == typeof(Histogram<>) ? MetricKind.Histogram
        : null;

    private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        foreach (var series in _series)
            if (series.Is(labels)) return series;
        if (_series.Count >= MostSeries && !labels.SequenceEqual(TooMany)) return Find(TooMany);
        var added = new Series(labels.ToArray(), new long[Kind == MetricKind.Histogram ? Bounds.Count + 1 : 0]);
        _series.Add(added);
        return added;
    }

    private int BucketOf(double value)
    {
        var bucket = 0;
        while (bucket < Bounds.Count && value > Bounds[bucket]) bucket++;
        return bucket;
    }

    private sealed class Series(KeyValuePair<string, object?>[] labels, long[] buckets)
    {
        public KeyValuePair<string, object?>[] Labels => labels;

        public long[] Buckets => buckets;

        public double Value { get; set; }

        public bool Is(ReadOnlySpan<KeyValuePair<string, object?>> others)
        {
            if (labels.Length != others.Length) return false;
            for (var i = 0; i < labels.Length; i++)
                if (labels[i].Key != others[i].Key || !Equals(labels[i].Value, others[i].Value)) return false;
            return true;
        }
    }
}
