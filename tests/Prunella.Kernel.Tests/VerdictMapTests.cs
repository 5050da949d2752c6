using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>The map of verdicts against a sorted dictionary, also where subjects' hashes are partly or wholly the
/// same.</summary>
public sealed class VerdictMapTests
{
    private static readonly Gen<(int Subject, int Confidence)[]> Changes = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 1000]).Array[0, 120];

    [Theory]
    [InlineData(0UL)]
    [InlineData(0x1UL)]
    [InlineData(0xF000_0000_0000_0000UL)]
    [InlineData(0x0000_0000_0000_FFFFUL)]
    [InlineData(ulong.MaxValue)]
    public void It_holds_what_a_sorted_dictionary_holds(ulong seen) =>
        Assert.All(Changes.Array[300].Single(_ => true, "0N0XIzNsQ0O2"), changes =>
        {
            var map = VerdictMap.By(subject => subject.StableHash & seen);
            var twin = new SortedDictionary<Subject, int>();
            foreach (var (number, confidence) in changes)
            {
                var before = map;
                var was = twin.TryGetValue(SubjectOf(number), out var known) ? known : -1;
                map = map.With(Said(number, confidence));
                twin[SubjectOf(number)] = confidence;
                // What was kept of it before stays what it was.
                Assert.Equal(was, before[SubjectOf(number)] is [var old] ? old.ConfidencePerMille : -1);
            }

            Assert.Equal(twin.Count, map.Count);
            Assert.Equal(twin.Keys, map.Select(said => said.Subject));
            Assert.Equal(twin.Values, map.Select(said => said[0].ConfidencePerMille));
            Assert.All(twin, t => Assert.Equal(t.Value, map[t.Key][0].ConfidencePerMille));
            Assert.Empty(map[SubjectOf(61)]);
        });

    [Fact]
    public void A_hash_is_the_same_on_every_machine() =>
        Assert.Equal(Fnv("service/checkout"), Subject.Parse("service/checkout").StableHash);

    /// <summary>By its definition, another way round: offset basis and prime of 64 bits.</summary>
    private static ulong Fnv(string text)
    {
        var hash = new System.Numerics.BigInteger(14695981039346656037UL);
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL % (System.Numerics.BigInteger.One << 64);
        var low = (ulong)hash;
        return low ^ (low >> 32);
    }

    private static SubjectVerdicts Said(int number, int confidence) => SubjectVerdicts.Of(
        [Some.Verdict(SubjectOf(number), Health.Healthy) with { ConfidencePerMille = confidence }]);

    private static Subject SubjectOf(int number) => Subject.Of(Some.Instance(number));
}
