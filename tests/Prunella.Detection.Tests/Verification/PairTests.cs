using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;
using Prunella.Detection.Verification;

namespace Prunella.Detection.Tests.Verification;

/// <summary>Bounds hold whenever one looks, for any counts, and know no nonsense.</summary>
public sealed class PairTests
{
    private static readonly Gen<(int Bad, int Total)> Counts =
        from total in Gen.Int[0, 2000] from bad in Gen.Int[0, total] select (bad, total);

    [Fact]
    public void Bounds_of_a_share_enclose_it_and_narrow_with_the_level() =>
        Counts.Sample(c =>
        {
            var sequence = new ShareSequence(c.Bad, c.Total);
            var (wide, narrow) = (sequence.Within(-Math.Log(0.001)), sequence.Within(-Math.Log(0.1)));
            Assert.InRange(sequence.Share, narrow.Lower, narrow.Upper);
            Assert.True(wide.Lower <= narrow.Lower && narrow.Upper <= wide.Upper);
            Assert.InRange(wide.Lower, 0, 1);
            Assert.InRange(wide.Upper, 0, 1);
        });

    [Fact]
    public void The_evidence_is_that_of_all_bets_together()
    {
        // A slow twin: the mean of the likelihood ratios of 200,000 shares, weighted as Beta(1/2, 1/2) has it.
        var (bad, total, p) = (7, 40, 0.4);
        var sum = 0.0;
        const int Steps = 200_000;
        for (var i = 0; i < Steps; i++)
        {
            var q = Math.Pow(Math.Sin(Math.PI / 2 * (i + 0.5) / Steps), 2);
            sum += Math.Exp(bad * Math.Log(q / p) + (total - bad) * Math.Log((1 - q) / (1 - p)));
        }

        Assert.Equal(Math.Log(sum / Steps), new ShareSequence(bad, total).Against(p), 4);
    }

    [Fact]
    public void The_true_share_is_hardly_ever_left_however_often_one_looks()
    {
        var left = 0;
        for (var seed = 1; seed <= 400; seed++)
        {
            var (chance, bad) = (new Random(seed), 0);
            var isLeft = false;
            for (var n = 1; n <= 1000 && !isLeft; n++)
            {
                bad += chance.NextDouble() < 0.2 ? 1 : 0;
                isLeft = new ShareSequence(bad, n).Against(0.2) >= -Math.Log(0.05);
            }
            left += isLeft ? 1 : 0;
        }

        Assert.InRange(left, 0, 20);
    }

    [Fact]
    public void The_least_is_never_above_the_greatest_and_what_was_seen_lies_between() =>
        Gen.Select(Counts, Counts).Sample((before, since) =>
        {
            var pair = new Pair(Of(before), Of(since), 1);
            static double Fall(double was, double now) => was - now;
            var (least, greatest) = (pair.Least(0.05, Fall), pair.Greatest(0.05, Fall));
            Assert.True(least <= greatest);
            Assert.InRange(least, -1.0000001, 1);
            if (before.Total > 0 && since.Total > 0)
                Assert.InRange((double)before.Bad / before.Total - (double)since.Bad / since.Total, least - 1e-9, greatest + 1e-9);
        });

    [Fact]
    public void Of_two_shares_that_are_one_the_difference_is_hardly_ever_told()
    {
        var told = 0;
        for (var seed = 1; seed <= 300; seed++)
        {
            var chance = new Random(seed);
            int Draw(int of) => Enumerable.Range(0, of).Count(_ => chance.NextDouble() < 0.1);
            var (before, bad) = (Draw(300), 0);
            for (var n = 50; n <= 2000; n += 50)
            {
                bad += Draw(50);
                if (new Pair(Of((before, 300)), Of((bad, n)), 1).Least(0.05, (was, now) => was - now) <= 0) continue;
                told++;
                break;
            }
        }

        Assert.InRange(told, 0, 15);
    }

    [Fact]
    public void Any_counts_of_anybody_give_an_answer_in_range() =>
        Gen.Select(Gen.Int[0, 40].Array[12], Gen.Int[0, 40].Array[24], Gen.Int[0, 40].Array[24], Gen.Int[0, 1000]).Sample((before, after, other, disturbed) =>
        {
            var s = Shop.Second;
            var (own, next, request) = (new SlotRing(1), new SlotRing(1), new VerificationRequest("i1.r1", Subject.Parse("service/a"), SignalKind.Errors, 0, 1000 * s, 1006 * s, s, 1015 * s, 500)
            {
                Controls = [Subject.Parse("service/b")],
                Neighbours = [Subject.Parse("service/c")],
                DisturbedPerMille = disturbed,
            });
            var comparison = new Comparison(request);
            VerificationResult? final = null;
            for (var i = 0; i < 36; i++)
            {
                var at = 1000 * s + (i + 1) * s / 2;
                own.AddRatio(at, i < 12 ? before[i] / 2 : after[i - 12], 40);
                next.AddRatio(at, i < 12 ? before[11 - i] : other[i - 12], 40);
                if (comparison.Answer(new Seen(new Watched(own, 0, 0), [new Watched(next, 0, 0)], [KeyValuePair.Create(Subject.Parse("service/c"), new Watched(next, 0, 0))]), 0, at) is not { } answer) continue;
                Assert.Null(final);
                if (answer.Final) final = answer;
                Assert.InRange(answer.LowerPerMille, -1000, answer.UpperPerMille);
                Assert.InRange(answer.UpperPerMille, answer.LowerPerMille, 1000);
                Assert.True(answer.Neighbour is null || answer.Verdict == VerificationVerdict.Harmful);
                Assert.Equal(request.ActedUnixNanos, answer.ActedUnixNanos);
            }
            Assert.NotNull(final);
        }, iter: 300);

    [Fact]
    public void A_comparison_begun_anew_forgets_what_it_saw()
    {
        var (shop, at) = (new Shop(), 0L);
        shop.Run(160);
        VerificationRequest Request() => new("i1.r1", Subject.Parse("service/checkout"), SignalKind.Errors, 0, shop.At - 6 * Shop.Second, shop.At, Shop.Second, shop.At + 60 * Shop.Second, 500);
        shop.ErrorShare = _ => 1;
        shop.Detection.Begin(Request());
        at = shop.At;
        shop.Run(4);
        shop.ErrorShare = _ => 0;
        shop.Detection.Begin(Request());
        var second = shop.At;
        var answers = new List<VerificationResult>();
        shop.Run(40, () => { answers.AddRange(shop.Report!.Verifications); return false; });

        Assert.NotEmpty(answers);
        Assert.NotEqual(at, second);
        Assert.All(answers, a => Assert.Equal(second, a.ActedUnixNanos));
        Assert.DoesNotContain(answers, a => a.Verdict == VerificationVerdict.Harmful);
    }

    private static Stretch Of((int Bad, int Total) counts)
    {
        var stretch = default(Stretch);
        stretch.Add(new Slot(counts.Bad, counts.Total), 0);
        return stretch;
    }
}
