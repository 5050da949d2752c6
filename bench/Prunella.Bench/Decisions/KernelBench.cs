namespace Prunella.Bench.Decisions;

/// <summary>Kernel inputs decided and folded per second and core: a fleet with some trouble, small and large; and
/// apart from that its quiet times and one remediation from end to end.</summary>
internal static class KernelBench
{
    private const int Policies = 20;
    private const int PerService = 3;
    private static readonly int[] s_sizes = [100, 1_000, 10_000];

    public static void Run(BenchOptions options)
    {
        MixedCase[] mixed = [.. s_sizes.Select(services =>
            new MixedCase(new BenchFleet(services, PerService, Policies), options.Of(5, 1)))];
        var growth = new Measured("mixed: 10,000 against 100 services", "times the cost of an input");
        ApartCase[] apart =
        [
            new(new BenchFleet(1, 10, 1), options.Of(6_000, 5), options.Of(2_000, 2)),
            new(new BenchFleet(100, 10, 100), options.Of(600, 2), options.Of(1_000, 1)),
        ];
        // Code that runs this short is still being compiled to its last tier in the first round.
        for (var warm = 0; warm < options.Of(2, 0); warm++)
        {
            foreach (var one in mixed) one.Round(-1);
        }
        for (var round = -1; round < options.Rounds; round++)
        {
            foreach (var one in mixed) one.Round(round);
            if (round >= 0) growth.Add(mixed[^1].NanosPerInput / mixed[0].NanosPerInput);
            foreach (var one in apart) one.Round(round);
        }
        foreach (var one in mixed) one.Print();
        growth.Print();
        foreach (var one in apart) one.Print();
    }
}
