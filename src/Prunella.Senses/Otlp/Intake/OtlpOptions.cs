namespace Prunella.Senses.Otlp;

/// <summary>Bounds of the OTLP intake; what exceeds them is shed with a count per reason.</summary>
public sealed class OtlpOptions
{
    /// <summary>
    /// Greatest body as it arrives, in bytes; default 16 MiB: some 100,000 data points, compressed.
    /// </summary>
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Greatest body after inflation, in bytes; default 64 MiB, the specification's recommendation.
    /// </summary>
    public int MaxInflatedBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Greatest ratio of inflated to arrived bytes, once 1 MiB has come out; default 200. Telemetry
    /// shrinks ten- to fiftyfold; gzip's worst is about 1,030.
    /// </summary>
    public int MaxInflationRatio { get; set; } = 200;

    /// <summary>
    /// Greatest number of data points, spans or log records of one request; default 500,000.
    /// </summary>
    public int MaxItems { get; set; } = 500_000;

    /// <summary>
    /// Requests under way at once; default 64. Beyond it: 429 / UNAVAILABLE, to be sent again.
    /// </summary>
    public int MaxRequests { get; set; } = 64;

    /// <summary>
    /// Bytes of bodies held at once, inflated; default 256 MiB. Beyond it: 429 / UNAVAILABLE.
    /// </summary>
    public long MaxHeldBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Items per second and sender (credential and address); default 200,000, with a burst of two
    /// seconds.
    /// </summary>
    public int ItemsPerSecond { get; set; } = 200_000;

    /// <summary>
    /// Streams held per fleet; default 20,000. A new one is turned away unless an old one fell
    /// silent.
    /// </summary>
    public int MaxStreams { get; set; } = 20_000;

    /// <summary>
    /// Streams held per instance; default 2,000, so that no sender takes the fleet's share alone.
    /// </summary>
    public int MaxStreamsPerInstance { get; set; } = 2_000;

    /// <summary>Sending resources held per fleet; default 5,000.</summary>
    public int MaxResources { get; set; } = 5_000;

    /// <summary>
    /// How long a stream or resource is silent before it may be forgotten for a new one; default 5
    /// min.
    /// </summary>
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Points and lines older than this are refused; default 10 min, longer than a collector's
    /// usual retries.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How far ahead of our clock a time may be before it is replaced by ours; default 10 s.
    /// </summary>
    public TimeSpan MaxAhead { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Every wrong bound in one message, or null.</summary>
    internal string? Problems()
    {
        List<string> problems = [];
        Check(problems, nameof(MaxBodyBytes), MaxBodyBytes, 1_024, 1 << 30);
        Check(problems, nameof(MaxInflatedBytes), MaxInflatedBytes, 1_024, 1 << 30);
        Check(problems, nameof(MaxInflationRatio), MaxInflationRatio, 1, 2_000);
        Check(problems, nameof(MaxItems), MaxItems, 1, 10_000_000);
        Check(problems, nameof(MaxRequests), MaxRequests, 1, 10_000);
        Check(problems, nameof(MaxHeldBytes), MaxHeldBytes, MaxInflatedBytes, 1L << 40);
        Check(problems, nameof(ItemsPerSecond), ItemsPerSecond, 1, 100_000_000);
        Check(problems, nameof(MaxStreams), MaxStreams, 1, 10_000_000);
        Check(problems, nameof(MaxStreamsPerInstance), MaxStreamsPerInstance, 1, 10_000_000);
        Check(problems, nameof(MaxResources), MaxResources, 1, 1_000_000);
        Check(problems, nameof(SilentAfter), SilentAfter.Ticks, TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay);
        Check(problems, nameof(MaxAge), MaxAge.Ticks, TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay);
        Check(problems, nameof(MaxAhead), MaxAhead.Ticks, 0, TimeSpan.TicksPerHour);
        return problems.Count == 0 ? null : string.Join(" ", problems);
    }

    private static void Check(List<string> problems, string key, long value, long least, long greatest)
    {
        if (value < least || value > greatest) problems.Add($"{key} is {value}; allowed are {least} to {greatest}.");
    }
}
