using CsCheck;

namespace Prunella.Contracts.Tests;

/// <summary>A latency keeps its place: its bucket holds it, and its middle is within the stated error.</summary>
public sealed class LatencyBucketsTests
{
    [Fact]
    public void A_bucket_holds_what_it_is_given() =>
        Gen.Double[1e-9, 1000].Sample(seconds =>
        {
            var index = LatencyBuckets.IndexOf(seconds);
            Assert.True(seconds <= LatencyBuckets.UpperBound(index) * (1 + 1e-9));
            if (index > 0) Assert.True(seconds > LatencyBuckets.UpperBound(index - 1) * (1 - 1e-9));
        });

    [Fact]
    public void The_middle_is_within_4_4_percent_between_the_ends() =>
        Gen.Double[1e-4, 200].Sample(seconds =>
        {
            var middle = LatencyBuckets.Middle(LatencyBuckets.IndexOf(seconds));
            Assert.InRange(middle / seconds, 1 / 1.0445, 1.0445);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void What_is_no_duration_goes_to_the_first_bucket(double seconds) =>
        Assert.Equal(0, LatencyBuckets.IndexOf(seconds));
}
