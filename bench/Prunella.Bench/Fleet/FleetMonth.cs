using Prunella.Bench.Synthetic;
using Prunella.Detection.Baselines;
using Prunella.Detection.FalseAlarms;

namespace Prunella.Bench.Fleet;

/// <summary>A fleet of healthy series under one budget, minute by minute; then faults in one series at a
/// time.</summary>
internal sealed class FleetMonth
{
    /// <summary>Points of a day: one a minute.</summary>
    public const int Day = 1_440;

    private const long Minute = 60_000_000_000;

    /// <summary>A Monday's midnight.</summary>
    private const long Start = 1_704_067_200_000_000_000;

    private readonly FleetSeries _fleet;
    private readonly List<Standing> _standing = [];
    private readonly Dictionary<int, int> _pagedAt = [];
    private readonly HealthyFamily[] _families;
    private int _minute;

    public FleetMonth(double setting, int perFamily, HealthyFamily[] families)
    {
        (Setting, _families, PerFamily) = (setting, families, perFamily);
        _fleet = new FleetSeries(new PageBudget(setting));
        Pages = new int[families.Length];
        for (var i = 0; i < perFamily * families.Length; i++) _fleet.Begin();
    }

    public double Setting { get; }

    public int PerFamily { get; }

    /// <summary>False pages by family.</summary>
    public int[] Pages { get; }

    public double Bar => _fleet.Bar;

    /// <summary>Takes a minute's values of all series.</summary>
    public void Turn(ReadOnlySpan<double> values)
    {
        var at = Start + _minute++ * Minute;
        for (var s = 0; s < values.Length; s++) _fleet.Observe(s, at, values[s]);
        _fleet.Tick(at, _standing);
        foreach (var one in _standing)
        {
            // One page per stretch of being unhealthy.
            if (!one.IsUnhealthy) _pagedAt.Remove(one.Series);
            else if (_pagedAt.TryAdd(one.Series, _minute)) Pages[one.Series / PerFamily]++;
        }
    }

    /// <summary>Goes on with one series alone, in which something goes wrong, until it pages.</summary>
    /// <returns>Minutes until then, or null.</returns>
    public int? Plant(int series, FleetFault fault, Func<int, double> healthy, Random random)
    {
        if (_pagedAt.ContainsKey(series)) return null;
        for (var since = 0; since < fault.Within; since++)
        {
            var minute = _minute + since;
            var value = fault.Bend(healthy(minute), since, _families[series / PerFamily].Noise, random);
            _fleet.Observe(series, Start + minute * Minute, value);
            if (_fleet.Read(series).Amount >= Bar) return since + 1;
        }
        return null;
    }
}
