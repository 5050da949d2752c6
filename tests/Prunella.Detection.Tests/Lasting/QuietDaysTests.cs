using System.Globalization;

namespace Prunella.Detection.Tests.Lasting;

/// <summary>Days of traffic without a fault, of seeded chance: nothing is found that is not there.</summary>
public sealed class QuietDaysTests(ITestOutputHelper output)
{
    private const int Day = 86_400;

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(400)]
    public void A_day_at_an_even_rate_and_any_usual_share_of_failures_is_quiet(int rate)
    {
        var found = 0;
        foreach (var share in new[] { 0, 0.002, 0.01, 0.05 })
        {
            var traffic = new Traffic(rate) { Rate = _ => rate, Share = _ => share, Median = _ => 0.1 };
            traffic.Run(Day / 2);
            found += Print($"{rate}/s, {share:0.0%} failing", traffic);
        }

        Assert.Equal(0, found);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(400)]
    public void Traffic_that_comes_in_bursts_of_seconds_with_failures_in_bursts_is_quiet(int rate)
    {
        var found = 0;
        for (var seed = 1; seed <= 2; seed++)
        {
            var (chance, burst, failing) = (new Random(seed), 0L, 0L);
            var traffic = new Traffic(seed)
            {
                Rate = s =>
                {
                    if (chance.NextDouble() < 0.02) burst = s + chance.Next(3, 15);
                    return s < burst ? 2.5 * rate : rate;
                },
                Share = s =>
                {
                    if (chance.NextDouble() < 0.01) failing = s + chance.Next(1, 4);
                    return s < failing ? 0.04 : 0.005;
                },
                Median = _ => 0.1 * Math.Exp(0.2 * Math.Sin(chance.NextDouble() * 6)),
            };
            traffic.Run(Day / 2);
            found += Print($"{rate}/s in bursts", traffic);
        }

        Assert.Equal(0, found);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Days_and_nights_are_quiet(bool opensAtNine)
    {
        var traffic = new Traffic(7)
        {
            Rate = s => opensAtNine ? (s / 3600 % 24 is >= 9 and < 18 ? 60 : 10) : 30 + 25 * Math.Sin(2 * Math.PI * s / Day),
            Share = _ => 0.01,
        };
        traffic.Run(3 * Day);
        var late = traffic.Bad.Where(v => v.SinceUnixNanos / Shop.Second - 1_000_000_000 > 1.5 * Day).ToArray();
        Print(opensAtNine ? "office hours" : "day and night", traffic);

        // A step of six times is news on the first day, and no more once the hour is known for it.
        Assert.Empty(late);
        if (!opensAtNine) Assert.Empty(traffic.Bad);
    }

    [Fact]
    public void A_random_walk_of_the_rate_is_bounded_in_what_it_says()
    {
        var (chance, level) = (new Random(5), 0.0);
        var traffic = new Traffic(5)
        {
            Rate = _ =>
            {
                level = 0.999 * level + 0.01 * (chance.NextDouble() - 0.5) * 3.46;
                return 40 * Math.Exp(level);
            },
        };
        traffic.Run(2 * Day);

        Assert.InRange(Print("a wandering rate", traffic), 0, 2);
    }

    private int Print(string what, Traffic traffic)
    {
        var bad = traffic.Bad.ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {bad.Length} found in {traffic.Now / 3600} h"));
        foreach (var verdict in bad.Take(5)) output.WriteLine($"  {verdict.SinceUnixNanos / Shop.Second - 1_000_000_000} {verdict}");
        return bad.Length;
    }
}
