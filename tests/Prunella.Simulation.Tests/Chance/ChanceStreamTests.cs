using Prunella.Simulation.Chance;

namespace Prunella.Simulation.Tests.Chance;

/// <summary>Streams are the published generator, apart from each other, and even.</summary>
public sealed class ChanceStreamTests
{
    [Fact]
    public void The_generator_gives_its_authors_numbers()
    {
        var stream = new ChanceStream(1, 2, 3, 4);

        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL],
            [stream.Bits(), stream.Bits(), stream.Bits(), stream.Bits()]);
    }

    [Fact]
    public void A_stream_is_known_by_seed_and_name()
    {
        Assert.Equal(new ChanceStream(7, "a").Bits(), new ChanceStream(7, "a").Bits());
        ulong[] firsts = [new ChanceStream(7, "a").Bits(), new ChanceStream(7, "b").Bits(), new ChanceStream(8, "a").Bits(), new ChanceStream(0, "a").Bits()];

        Assert.Equal(4, firsts.Distinct().Count());
    }

    [Fact]
    public void Draws_are_even_and_inside()
    {
        var stream = new ChanceStream(3, "even");
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            counts[stream.Below(10)]++;
            Assert.InRange(stream.Uniform(), double.Epsilon, 1 - 1e-16);
        }

        // Chi-square with nine degrees of freedom: 27.9 once in a thousand; the seed is fixed.
        Assert.InRange(counts.Sum(c => (c - 10_000.0) * (c - 10_000) / 10_000), 0, 27.9);
    }

    [Fact]
    public void Normal_and_exponential_have_their_moments()
    {
        var stream = new ChanceStream(3, "moments");
        const int n = 200_000;
        double sum = 0, squares = 0, exponential = 0;
        for (var i = 0; i < n; i++)
        {
            var z = stream.Normal();
            (sum, squares, exponential) = (sum + z, squares + z * z, exponential + stream.Exponential());
        }

        // Four standard errors each.
        Assert.InRange(sum / n, -4 / Math.Sqrt(n), 4 / Math.Sqrt(n));
        Assert.InRange(squares / n - 1, -4 * Math.Sqrt(2.0 / n), 4 * Math.Sqrt(2.0 / n));
        Assert.InRange(exponential / n - 1, -4 / Math.Sqrt(n), 4 / Math.Sqrt(n));
    }

    [Fact]
    public void A_draw_allocates_nothing()
    {
        var stream = new ChanceStream(3, "bytes");
        stream.Normal();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) stream.Normal();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
