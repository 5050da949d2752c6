namespace Prunella.Contracts;

/// <summary>The one bucket layout in which latencies travel: logarithmic, eight buckets per doubling.</summary>
/// <remarks>
/// Bucket 0 holds everything up to 2^-14 s (61 µs), the last everything above 2^8 s (256 s); bucket i in between holds
/// (2^(-14+(i-1)/8), 2^(-14+i/8)] seconds. The relative error of a bucket's geometric middle is at most 4.4 %
/// (2^(1/16) - 1). It is OpenTelemetry's exponential histogram at scale 3, so those merge down exactly; explicit
/// buckets are spread over the cells they cover.
/// </remarks>
public static class LatencyBuckets
{
    /// <summary>Buckets per doubling.</summary>
    public const int PerDoubling = 8;

    /// <summary>Binary exponent of the lowest inner bound.</summary>
    public const int LowestExponent = -14;

    /// <summary>Binary exponent of the highest inner bound.</summary>
    public const int HighestExponent = 8;

    /// <summary>Number of buckets: the inner ones plus one at each end.</summary>
    public const int Count = (HighestExponent - LowestExponent) * PerDoubling + 2;

    /// <summary>The bucket of a duration in seconds; negative and NaN go to bucket 0.</summary>
    public static int IndexOf(double seconds)
    {
        if (!(seconds > 0)) return 0;
        var position = Math.Ceiling((Math.Log2(seconds) - LowestExponent) * PerDoubling);
        return position <= 0 ? 0 : position >= Count - 1 ? Count - 1 : (int)position;
    }

    /// <summary>The bucket's upper bound in seconds; infinity for the last.</summary>
    public static double UpperBound(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return index >= Count - 1 ? double.PositiveInfinity : Math.Pow(2, LowestExponent + (double)index / PerDoubling);
    }

    /// <summary>The value that stands for the bucket, in seconds: its geometric middle, its bound at either
    /// end.</summary>
    public static double Middle(int index) => index switch
    {
        <= 0 => Math.Pow(2, LowestExponent),
        >= Count - 1 => Math.Pow(2, HighestExponent),
        _ => Math.Pow(2, LowestExponent + (index - 0.5) / PerDoubling),
    };
}
