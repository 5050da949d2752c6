namespace Prunella.Bench.Synthetic;

/// <summary>What the series detector tells of health and of planted faults, at both of its operating points.</summary>
/// <remarks>Series are made from seeds, so a run repeats its figures. Those of health and of faults share no
/// seed.</remarks>
internal static class SyntheticBench
{
    private const int FaultSeeds = 1_000_000;

    public static void Run(BenchOptions options)
    {
        var (series, weeks, faults) = (options.Of(100, 2), options.Of(10, 2), options.Of(100, 2));
        Console.WriteLine($"{series} healthy series of {weeks} weeks per family, {faults} per fault; a point every five minutes");
        Measured.Counted(Health(series, weeks), "healthy points judged");
        var (byAlarm, byPage) = Faults(faults);
        Measured.Counted(byAlarm, "planted faults found at alarm level");
        Measured.Counted(byPage, "planted faults found at page level");
    }

    private static long Health(int series, int weeks)
    {
        var points = 0L;
        Console.WriteLine(HealthTally.Header);
        foreach (var family in HealthyFamily.All)
        {
            var tally = new HealthTally(family);
            for (var seed = 0; seed < series; seed++) points += tally.Add(seed, weeks);
            tally.Print();
        }
        return points;
    }

    private static (int ByAlarm, int ByPage) Faults(int series)
    {
        var found = (ByAlarm: 0, ByPage: 0);
        Console.WriteLine(FaultTally.Header);
        foreach (var family in (HealthyFamily[])[HealthyFamily.Normal, HealthyFamily.Daily])
        {
            foreach (var fault in PlantedFault.All)
            {
                var tally = new FaultTally(family, fault);
                for (var i = 0; i < series; i++) tally.Add(FaultSeeds + i);
                tally.Print();
                found = (found.ByAlarm + tally.FoundByAlarm, found.ByPage + tally.FoundByPage);
            }
        }
        return found;
    }
}
