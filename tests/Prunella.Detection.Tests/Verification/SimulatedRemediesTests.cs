using System.Globalization;

using Prunella.Contracts;

namespace Prunella.Detection.Tests.Verification;

/// <summary>Remedies are told apart by what they do, soon, and by chance only as often as the level says: simulated
/// remedies, judged side by side with the rival.</summary>
/// <remarks>
/// Seeds are fixed, so the counts are the same in every run. <c>PRUNELLA_TRIALS=400</c> runs as many of each, asserts the
/// same shares, and <c>PRUNELLA_TRIALS_TABLE=FILE</c> appends each row to a file: the tables of docs/concepts/verification.md
/// were made so.
/// </remarks>
public sealed class SimulatedRemediesTests
{
    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("PRUNELLA_TRIALS"), CultureInfo.InvariantCulture, out var n) ? n : 15;

    /// <summary>Shares in per cent, times in seconds.</summary>
    private sealed record Ends(string Name, Trial.End[] All)
    {
        public double Of(VerificationVerdict v) => 100.0 * All.Count(e => e.Verdict == v) / All.Length;

        public double OfRival(VerificationVerdict v) => 100.0 * All.Count(e => e.Rival == v) / All.Length;

        public double Median(VerificationVerdict v) => Middle(All.Where(e => e.Verdict == v).Select(e => e.Seconds));

        public double MedianOfRival(VerificationVerdict v) => Middle(All.Where(e => e.Rival == v).Select(e => e.RivalSeconds));

        private static double Middle(IEnumerable<double> times) =>
            times.Order().ToArray() is { Length: > 0 } ordered ? ordered[ordered.Length / 2] : double.PositiveInfinity;
    }

    [Theory]
    [InlineData(0.3, 100, 0)]
    [InlineData(0.3, 100, 0.05)]
    [InlineData(0.07, 100, 0.02)]
    [InlineData(0.3, 10, 0)]
    [InlineData(0.3, 1000, 0.02)]
    public void What_does_nothing_neither_helps_nor_harms(double share, double rate, double correlation)
    {
        var ends = Run($"no effect, {share:P0} bad, {rate}/s, correlation {correlation}", new Trial { Share = _ => share, Rate = rate, Correlation = correlation });

        Assert.True(ends.Of(VerificationVerdict.Helped) <= 5);
        Assert.True(ends.Of(VerificationVerdict.Harmful) <= 1);
    }

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(0.5, 0)]
    [InlineData(0.1, 0.05)]
    public void When_every_request_fails_it_is_harm_within_two_seconds(double before, double correlation)
    {
        var ends = Run($"every request fails, {before:P0} before, correlation {correlation}", new Trial { Share = t => t < 0 ? before : 1, Settle = 4, Correlation = correlation });

        Assert.True(ends.Of(VerificationVerdict.Harmful) >= 95);
        Assert.True(ends.Median(VerificationVerdict.Harmful) <= 2);
    }

    [Fact]
    public void What_hung_before_the_action_and_ends_while_it_settles_is_no_harm()
    {
        var late = new Trial { Began = -2, Share = t => t is >= 0 and < 3 ? 1 : 0, Settle = 4, IsLate = true };

        Assert.Equal(0, Run("hung before, ends while it settles", late).Of(VerificationVerdict.Harmful));
        Assert.True(Run("fails while it settles", late with { IsLate = false }).Of(VerificationVerdict.Harmful) > 90);
    }

    [Fact]
    public void Harm_that_leaves_most_requests_well_is_found_after_it_settled()
    {
        var ends = Run("harm, 10% to 40%", new Trial { Share = t => t < 0 ? 0.1 : 0.4 });

        Assert.True(ends.Of(VerificationVerdict.Harmful) >= 80);
        Assert.True(ends.Median(VerificationVerdict.Harmful) <= 4);
    }

    [Theory]
    [InlineData(0.3, 100, 2.5, 95)]
    [InlineData(0.07, 100, 5, 80)]
    [InlineData(0.3, 10, 8, 30)]
    public void What_helps_is_told_while_it_can_be_known(double before, double rate, double within, int share)
    {
        var ends = Run($"helps, {before:P0} to none, {rate}/s", new Trial { Share = t => t < 0 ? before : 0, Rate = rate });

        Assert.True(ends.Of(VerificationVerdict.Helped) >= share);
        Assert.True(ends.Median(VerificationVerdict.Helped) <= within);
        Assert.Equal(0, ends.Of(VerificationVerdict.Harmful));
    }

    [Theory]
    [InlineData(2, -3, 5)]
    [InlineData(4, -6, 5)]
    [InlineData(8, -10, 5)]
    [InlineData(4, -3, 50)]
    [InlineData(8, -3, 5)]
    public void What_was_going_away_by_itself_is_not_credited(double seconds, double began, int most)
    {
        var ends = Run(
            $"recedes to a third in {seconds} s, seen for {-began} s",
            new Trial { Began = began, Share = t => 0.5 * Math.Exp(-(t - began) / seconds) });

        Assert.True(ends.Of(VerificationVerdict.Helped) <= most);
        Assert.True(ends.OfRival(VerificationVerdict.Helped) > ends.Of(VerificationVerdict.Helped));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void A_control_group_shows_that_it_went_away_by_itself(double seconds)
    {
        double Receding(double of, double t) => of * Math.Exp(-(t + 3) / seconds);
        var ends = Run(
            $"recedes to a third in {seconds} s, with a control group",
            new Trial { Share = t => Receding(0.5, t), ControlShare = t => Receding(0.3, t) });

        Assert.True(ends.Of(VerificationVerdict.Helped) <= 5);
        Assert.True(ends.OfRival(VerificationVerdict.Helped) >= 30);
        Assert.All(ends.All, e => Assert.Equal(VerificationControl.OtherCallers, e.Last.Control!.By));
    }

    [Fact]
    public void Against_a_control_group_that_stays_bad_help_is_told_as_soon()
    {
        var ends = Run("helps, 30% to none, with a control group", new Trial { Share = t => t < 0 ? 0.3 : 0, ControlShare = _ => 0.3 });

        Assert.True(ends.Of(VerificationVerdict.Helped) >= 95);
        Assert.True(ends.Median(VerificationVerdict.Helped) <= 3);
    }

    [Theory]
    [InlineData(0.1, -10, false, 5)]
    [InlineData(0.2, -3, false, 10)]
    [InlineData(0.05, -3, true, 1)]
    [InlineData(0.05, -3, false, 15)]
    public void Trouble_that_grows_is_not_blamed_on_the_remedy(double perSecond, double began, bool hasControl, int most)
    {
        double Growing(double t) => Math.Min(0.9, 0.05 + perSecond * (t - began));
        var ends = Run(
            $"grows by {perSecond:P0} a second, seen for {-began} s{(hasControl ? ", with a control group" : "")}",
            new Trial { Began = began, Share = Growing, ControlShare = hasControl ? Growing : null });

        Assert.True(ends.Of(VerificationVerdict.Harmful) <= most);
        Assert.Equal(100, ends.OfRival(VerificationVerdict.Harmful));
    }

    [Fact]
    public void While_a_process_starts_its_share_of_the_requests_may_fail()
    {
        var ends = Run("a restart: a third fails for 4 s", new Trial
        {
            Share = t => t < 0 ? 0.02 : t < 4 ? 0.34 : 0,
            Disturbed = 1000 / 3,
            IsDisturbedToTheEnd = true,
        });

        Assert.Equal(0, ends.Of(VerificationVerdict.Harmful));
    }

    [Fact]
    public void While_a_breaker_settles_what_hung_may_fail()
    {
        var ends = Run("a breaker: what hung fails for 3 s", new Trial
        {
            Signal = SignalKind.Latency,
            Settle = 4,
            Share = t => t < -1 ? 0 : t < 3 ? 0.5 : 0,
        });

        Assert.Equal(0, ends.Of(VerificationVerdict.Harmful));
        Assert.True(ends.Of(VerificationVerdict.Helped) >= 90);
    }

    [Fact]
    public void A_hang_that_goes_on_shows_only_later_and_is_no_harm_of_the_remedy()
    {
        var ends = Run("a hang that goes on", new Trial { Signal = SignalKind.Latency, Settle = 4, Share = t => t < -1 ? 0 : 0.5 });

        Assert.True(ends.Of(VerificationVerdict.Harmful) <= 1);
        Assert.True(ends.Of(VerificationVerdict.Helped) <= 5);
    }

    [Fact]
    public void Trouble_that_comes_and_goes_is_not_cured_by_one_good_second()
    {
        var ends = Run("on for a second, off for a second", new Trial { Share = t => (int)Math.Floor(t) % 2 == 0 ? 0.4 : 0 });

        Assert.True(ends.Of(VerificationVerdict.Helped) <= 5);
        Assert.Equal(100, ends.OfRival(VerificationVerdict.Helped));
    }

    [Fact]
    public void A_neighbour_that_becomes_worse_is_harm_though_the_treated_is_well()
    {
        var ends = Run("a neighbour, 1% to 40%", new Trial { Share = _ => 0.3, NeighbourShare = t => t < 0 ? 0.01 : 0.4 });

        Assert.True(ends.Of(VerificationVerdict.Harmful) >= 90);
        Assert.True(ends.Median(VerificationVerdict.Harmful) <= 4);
        Assert.All(ends.All.Where(e => e.Verdict == VerificationVerdict.Harmful), e => Assert.Equal("service/next", e.Last.Neighbour!.Subject.Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void A_neighbour_that_stays_as_it_was_is_no_harm(double share)
    {
        var ends = Run($"a neighbour that stays at {share:P0}", new Trial { Share = t => t < 0 ? 0.3 : 0, NeighbourShare = _ => share });

        Assert.Equal(0, ends.Of(VerificationVerdict.Harmful));
        Assert.True(ends.Of(VerificationVerdict.Helped) >= 95);
    }

    private static Ends Run(string name, Trial trial)
    {
        var ends = new Ends(name, [.. Enumerable.Range(1, Runs).Select(trial.Run)]);
        if (Environment.GetEnvironmentVariable("PRUNELLA_TRIALS_TABLE") is { Length: > 0 } path) File.AppendAllText(path, Row(ends));
        return ends;
    }

    private static string Row(Ends ends)
    {
        static string Cell(double share, double at) => share == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{share:0.#} % at {at:0.0}");
        VerificationVerdict[] columns = [VerificationVerdict.Helped, VerificationVerdict.Harmful];
        var now = columns.Select(v => Cell(ends.Of(v), ends.Median(v)));
        var rival = columns.Select(v => Cell(ends.OfRival(v), ends.MedianOfRival(v)));
        return $"| {ends.Name} | {string.Join(" | ", now)} | {string.Join(" | ", rival)} |\n";
    }
}
