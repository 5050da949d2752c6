using System.Globalization;

using Prunella.Bench.Synthetic;

namespace Prunella.Bench.Fleet;

/// <summary>Is the one setting kept? Ten thousand healthy series for thirty days, at two settings of false pages per
/// week, and what of planted faults is found at the same settings.</summary>
/// <remarks>Series are made from seeds, so a run repeats its figures.</remarks>
internal static class FleetBench
{
    private static readonly double[] s_settings = [20, 100];

    public static void Run(BenchOptions options)
    {
        CostOfAPoint(options);
        var (perFamily, days) = (options.Of(1_000, 3), options.Of(30, 3));
        var families = HealthyFamily.Of(FleetMonth.Day);
        var series = perFamily * families.Length;
        Console.WriteLine(Text($"{series:N0} healthy series, a point a minute, {days} days"));
        var months = s_settings.Select(s => new FleetMonth(s, perFamily, families)).ToArray();
        var makers = Enumerable.Range(0, series)
            .Select(s => families[s / perFamily].Begin(new Random(s))).ToArray();
        Live(months, makers, days);
        foreach (var month in months) Print(month, families, days / 7.0);
        var found = months.Sum(month => Faults(month, families, makers));
        Measured.Counted((long)series * days * FleetMonth.Day, "healthy points judged at each setting");
        // A run of a few days only shows that the bench works: nothing pages in the first week within the range.
        if (options.Full) Measured.Counted(found, "planted faults that page");
    }

    /// <summary>First, while the process holds nothing else: its memory is that of the series.</summary>
    private static void CostOfAPoint(BenchOptions options)
    {
        Measured plain = new("plain EWMA z-score", "ns/update");
        BaseTierCost[] tiers =
        [
            new("base tier, hot", options.Of(100, 10), options.Of(2_000_000, 4_000)),
            new("base tier, a million", options.Of(1_000_000, 1_000), options.Of(2_000_000, 4_000)),
        ];
        for (var round = -1; round < options.Rounds; round++)
        {
            var baseline = DetectionBench.EwmaNanos();
            if (round >= 0) plain.Add(baseline);
            foreach (var one in tiers) one.Round(baseline, warmUp: round < 0);
        }
        plain.Print();
        foreach (var one in tiers) one.Print();
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        Console.WriteLine(Text($"the whole process at its peak: {self.PeakWorkingSet64 / 1_000_000:N0} MB"));
    }

    private static void Live(FleetMonth[] months, Func<int, double>[] makers, int days)
    {
        var values = new double[makers.Length];
        for (var minute = 0; minute < days * FleetMonth.Day; minute++)
        {
            for (var s = 0; s < values.Length; s++) values[s] = makers[s](minute);
            Parallel.ForEach(months, month => month.Turn(values));
        }
    }

    private static void Print(FleetMonth month, HealthyFamily[] families, double weeks)
    {
        var pages = month.Pages.Sum();
        var most = UpperBound(pages);
        Console.WriteLine(Text(
            $"setting {month.Setting} false pages a week: {pages / weeks:F1} a week ({pages} in all); upper 95 % bound {most / weeks:F1}, {most / weeks / month.Setting:F2} of the setting; bar {month.Bar:0} points"));
        for (var f = 0; f < families.Length; f++)
            Console.WriteLine(Text($"  {families[f].Name,-16} {month.Pages[f],6} false pages"));
    }

    private static int Faults(FleetMonth month, HealthyFamily[] families, Func<int, double>[] makers)
    {
        Console.WriteLine(Text($"  planted faults that page at setting {month.Setting}, in a series of its own each (found, median minutes):"));
        var sum = 0;
        for (var f = 0; f < families.Length; f++)
        {
            var line = new List<string>();
            for (var i = 0; i < FleetFault.All.Length; i++)
            {
                var (delays, of) = Delays(month, f, i, makers);
                sum += delays.Count;
                var median = delays.Count > 0 ? Text($" {delays[delays.Count / 2]}") : "";
                line.Add(Text($"{FleetFault.All[i].Name}: {100 * delays.Count / Math.Max(1, of),3} %{median}"));
            }
            Console.WriteLine(Text($"  {families[f].Name,-16} {string.Join("; ", line)}"));
        }
        return sum;
    }

    /// <summary>Minutes until one fault pages, of those series in which it does, sorted; and in how many it
    /// was.</summary>
    private static (List<int> Delays, int Of) Delays(
        FleetMonth month, int family, int fault, Func<int, double>[] makers)
    {
        // Each series serves one fault only, and the two fleets take different ones: asking a maker moves it on.
        var share = month.PerFamily / (FleetFault.All.Length * s_settings.Length);
        var slot = fault * s_settings.Length + Array.IndexOf(s_settings, month.Setting);
        var first = family * month.PerFamily + slot * share;
        var delays = new List<int>();
        for (var s = first; s < first + share; s++)
        {
            if (month.Plant(s, FleetFault.All[fault], makers[s], new Random(-1 - s)) is { } delay) delays.Add(delay);
        }
        delays.Sort();
        return (delays, share);
    }

    /// <summary>Of a Poisson mean, 95 %, one-sided: half the chi-squared quantile with 2 (n + 1) degrees of freedom, by
    /// Wilson and Hilferty (1931).</summary>
    private static double UpperBound(int count)
    {
        if (count == 0) return 2.996;
        var degrees = 2.0 * (count + 1);
        var term = 1 - 2 / (9 * degrees) + 1.6449 * Math.Sqrt(2 / (9 * degrees));
        return degrees / 2 * term * term * term;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
