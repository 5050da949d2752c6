using System.Globalization;

namespace Prunella.Bench.Synthetic;

/// <summary>How many planted faults are told, and after how many points, by either level.</summary>
/// <param name="family">What the series is before.</param>
/// <param name="fault">What begins at some point of its fourth week.</param>
internal sealed class FaultTally(HealthyFamily family, PlantedFault fault)
{
    private const int HealthyWeeks = 3;
    private readonly List<int> _alarms = [];
    private readonly List<int> _pages = [];
    private int _planted;

    public int FoundByAlarm => _alarms.Count;

    public int FoundByPage => _pages.Count;

    public static string Header => "planted fault                                within  alarm: found  delay  page: found  delay";

    public void Add(int seed)
    {
        _planted++;
        var random = new Random(seed);
        var from = HealthyWeeks * HealthyFamily.PointsOfWeek + random.Next(HealthyFamily.PointsOfWeek);
        var value = family.Begin(random);
        var judged = Judged.By(
            i => i < from ? value(i) : fault.Bend(value(i), i - from, family.Noise, random), from + fault.Within);
        var (alarm, page) = (-1, -1);
        foreach (var (since, j) in judged.Skip(from).Index())
        {
            if (alarm < 0 && j.IsAlarm) alarm = since;
            if (page < 0 && j.IsPage) page = since;
        }
        if (alarm >= 0) _alarms.Add(alarm);
        if (page >= 0) _pages.Add(page);
    }

    public void Print() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{family.Name + ": " + fault.Name,-44} {fault.Within,6}  {Share(_alarms),12}  {Median(_alarms),5}  {Share(_pages),11}  {Median(_pages),5}"));

    private string Share(List<int> delays) =>
        (100.0 * delays.Count / _planted).ToString("0", CultureInfo.InvariantCulture) + " %";

    private static string Median(List<int> delays) =>
        delays.Count == 0 ? "" : delays.Order().ElementAt(delays.Count / 2).ToString(CultureInfo.InvariantCulture);
}
