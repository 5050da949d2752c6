using System.Globalization;

namespace Prunella.Detection.Tests.Lasting;

/// <summary>Faults planted into seeded traffic are found, most of the time and soon.</summary>
public sealed class PlantedFaultsTests(ITestOutputHelper output)
{
    private const int Trials = 10;
    private const int Before = 1_200;

    [Theory]
    [InlineData(5, 600, 9)]
    [InlineData(40, 60, 9)]
    [InlineData(400, 30, 10)]
    public void Failures_from_one_to_four_in_a_hundred(int rate, int within, int least) =>
        Assert.InRange(Found("error-ratio", within, seed => new Traffic(seed) { Rate = _ => rate, Share = s => s < Before ? 0.01 : 0.04 }), least, Trials);

    [Theory]
    [InlineData(5, 30, 9)]
    [InlineData(40, 4, 9)]
    [InlineData(400, 3, 10)]
    public void Failures_from_one_to_twenty_in_a_hundred(int rate, int within, int least) =>
        Assert.InRange(Found("error-ratio", within, seed => new Traffic(seed) { Rate = _ => rate, Share = s => s < Before ? 0.01 : 0.2 }), least, Trials);

    [Theory]
    [InlineData(5, 40, 9)]
    [InlineData(40, 20, 10)]
    [InlineData(400, 20, 10)]
    public void Everything_takes_twice_as_long(int rate, int within, int least) =>
        Assert.InRange(Found("latency-shift", within, seed => new Traffic(seed) { Rate = _ => rate, Median = s => s < Before ? 0.1 : 0.2 }), least, Trials);

    [Theory]
    [InlineData(5, 240, 8)]
    [InlineData(40, 40, 10)]
    [InlineData(400, 20, 10)]
    public void Half_of_the_traffic_is_gone(int rate, int within, int least) =>
        Assert.InRange(Found("traffic", within, seed => new Traffic(seed) { Rate = s => s < Before ? rate : rate / 2.0 }), least, Trials);

    [Theory]
    [InlineData(2, 60, 9)]
    [InlineData(5, 30, 9)]
    [InlineData(40, 8, 10)]
    [InlineData(400, 8, 10)]
    public void All_of_the_traffic_is_gone(int rate, int within, int least) =>
        Assert.InRange(Found("traffic", within, seed => new Traffic(seed) { Rate = s => s < Before ? rate : 0 }), least, Trials);

    [Theory]
    [InlineData(5, 120, 9)]
    [InlineData(40, 20, 10)]
    [InlineData(400, 20, 10)]
    public void Three_times_the_traffic(int rate, int within, int least) =>
        Assert.InRange(Found("traffic", within, seed => new Traffic(seed) { Rate = s => s < Before ? rate : 3 * rate }), least, Trials);

    private int Found(string detector, int within, Func<int, Traffic> of)
    {
        var delays = new List<int>();
        for (var seed = 1; seed <= Trials; seed++)
        {
            var traffic = of(seed);
            traffic.Run(Before);
            Assert.Empty(traffic.Bad);
            delays.Add(traffic.Until(detector, within));
        }
        var found = delays.Where(d => d > 0).Order().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{found.Length} of {Trials} within {within} s; median {(found.Length == 0 ? -1 : found[found.Length / 2])} s, slowest {(found.Length == 0 ? -1 : found[^1])} s"));
        return found.Length;
    }
}
