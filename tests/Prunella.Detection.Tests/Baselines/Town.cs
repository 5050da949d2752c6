using Prunella.Detection.Baselines;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Detection.Tests.Baselines;

/// <summary>A fleet of plain series with a point a minute, from a Monday's midnight on.</summary>
internal sealed class Town
{
    public const long Minute = 60_000_000_000;
    public const int Day = 1_440;
    public const long Start = 1_704_067_200_000_000_000;

    private readonly Func<int, double>[] _series;
    private readonly List<Standing> _standing = [];
    private readonly HashSet<(int, SeriesLane)> _unhealthy = [];

    public Town(double setting, params Func<int, double>[] series)
    {
        _series = series;
        Fleet = new FleetSeries(new PageBudget(setting));
        foreach (var _ in series) Fleet.Begin();
    }

    public FleetSeries Fleet { get; }

    public int Now { get; private set; }

    /// <summary>Every time that a series became unhealthy: which, and in which minute.</summary>
    public List<(int Series, int Minute)> Pages { get; } = [];

    /// <summary>The same, by which question.</summary>
    public List<(int Series, SeriesLane Lane, int Minute)> Asked { get; } = [];

    public IReadOnlyList<Standing> Standing => _standing;

    /// <summary>All series get the full tier.</summary>
    public Town Promote()
    {
        for (var s = 0; s < _series.Length; s++) Fleet.Promote(s);
        return this;
    }

    public Town Live(int minutes, Func<int, int, double, double>? bend = null)
    {
        for (var i = 0; i < minutes; i++, Now++)
        {
            for (var s = 0; s < _series.Length; s++)
            {
                var value = _series[s](Now);
                Fleet.Observe(s, Start + Now * Minute, bend?.Invoke(s, i, value) ?? value);
            }
            Fleet.Tick(Start + Now * Minute, _standing);
            foreach (var one in _standing)
            {
                if (!one.IsUnhealthy) _unhealthy.Remove((one.Series, one.Lane));
                else if (_unhealthy.Add((one.Series, one.Lane)))
                {
                    Pages.Add((one.Series, Now));
                    Asked.Add((one.Series, one.Lane, Now));
                }
            }
        }
        return this;
    }

    public static Func<int, double> Noise(int seed, double mean = 100, double sd = 10)
    {
        var random = new Random(seed);
        return _ => mean + sd * Normal(random);
    }

    public static Func<int, double> Correlated(int seed, double keep = 0.9)
    {
        var (random, off) = (new Random(seed), 0.0);
        return _ => 100 + (off = keep * off + 4.36 * Normal(random));
    }

    public static Func<int, double> HeavyTailed(int seed)
    {
        var random = new Random(seed);
        return _ => 50 * Math.Pow(1 - random.NextDouble(), -1 / 2.5);
    }

    public static Func<int, double> Sparse(int seed)
    {
        var random = new Random(seed);
        return _ => random.NextDouble() < 0.02 ? 1 + random.Next(5) : 0;
    }

    public static Func<int, double> Walk(int seed) => Correlated(seed, keep: 1);

    public static Func<int, double> Weekdays(int seed)
    {
        var random = new Random(seed);
        return i => 100 + (IsWeekend(i) ? 10 * OfDay(i) - 30 : 30 * OfDay(i)) + 5 * Normal(random);
    }

    public static double OfDay(int i) => Math.Sin(2 * Math.PI * (i % Day) / Day);

    public static bool IsWeekend(int i) => i / Day % 7 >= 5;

    private static double Normal(Random r) =>
        Math.Sqrt(-2 * Math.Log(1 - r.NextDouble())) * Math.Cos(2 * Math.PI * r.NextDouble());
}
