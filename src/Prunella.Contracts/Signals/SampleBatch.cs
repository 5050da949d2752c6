namespace Prunella.Contracts;

/// <summary>One value of a level or a rate.</summary>
/// <param name="Series">Whose value.</param>
/// <param name="TimeUnixNanos">When it was true, Unix nanoseconds UTC.</param>
/// <param name="Value">In the series' unit; a delta for counters and traffic (count since the previous sample).</param>
public readonly record struct ScalarSample(SeriesId Series, long TimeUnixNanos, double Value);

/// <summary>How many of how many failed in the interval that ended at the given time.</summary>
/// <remarks>Counts, never a percentage: three of five must not be taken for three hundred of five hundred.</remarks>
public readonly record struct RatioSample(SeriesId Series, long TimeUnixNanos, long Bad, long Total);

/// <summary>Latencies of the interval that ended at the given time, as counts per <see cref="LatencyBuckets"/>
/// bucket.</summary>
/// <param name="Series">Whose latencies.</param>
/// <param name="TimeUnixNanos">End of the interval, Unix nanoseconds UTC.</param>
/// <param name="First">Index of the first cell in <see cref="SampleBatch.Cells"/>.</param>
/// <param name="Length">Number of cells.</param>
public readonly record struct HistogramSample(SeriesId Series, long TimeUnixNanos, int First, int Length);

/// <summary>One occupied bucket of a histogram sample.</summary>
public readonly record struct HistogramCell(int Bucket, long Count);

/// <summary>Samples on their way from the senses to detection, in columns, with the descriptions of series new
/// to the receiver.</summary>
/// <remarks>
/// Late, duplicate, reset, missing and out-of-order samples are normal input; senses turn cumulative streams
/// into deltas and drop nothing silently. A batch belongs to one owner at a time: whoever fills it hands it
/// over and forgets it.
/// </remarks>
public sealed class SampleBatch
{
    /// <summary>Series that this batch mentions for the first time.</summary>
    public List<SeriesDescription> Descriptions { get; } = [];

    /// <summary>Levels and deltas.</summary>
    public List<ScalarSample> Scalars { get; } = [];

    /// <summary>Bad of total.</summary>
    public List<RatioSample> Ratios { get; } = [];

    /// <summary>Latency histograms; their cells lie in <see cref="Cells"/>.</summary>
    public List<HistogramSample> Histograms { get; } = [];

    /// <summary>The cells of all histograms of this batch.</summary>
    public List<HistogramCell> Cells { get; } = [];

    /// <summary>Number of samples of all kinds.</summary>
    public int Count => Scalars.Count + Ratios.Count + Histograms.Count;
}
