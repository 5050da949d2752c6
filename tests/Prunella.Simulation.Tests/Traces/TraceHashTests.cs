using Prunella.Simulation.Traces;

namespace Prunella.Simulation.Tests.Traces;

/// <summary>Every word and its place count.</summary>
public sealed class TraceHashTests
{
    [Fact]
    public void Words_their_order_and_their_number_count()
    {
        ulong[] all = [Of(), Of(0), Of(0, 0), Of(1), Of(1, 2), Of(2, 1), Of(1, 2, 3), Of(-1), Of(long.MaxValue), Of(long.MinValue)];

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(Of(1, 2), Of(1, 2));
    }

    [Fact]
    public void No_pair_of_a_hundred_thousand_near_words_collides() =>
        Assert.Equal(100_000, Enumerable.Range(0, 100_000).Select(i => Of(i, i >> 3)).Distinct().Count());

    private static ulong Of(params long[] words)
    {
        var hash = new TraceHash();
        foreach (var word in words) hash.Add(word);
        return hash.Value;
    }
}
