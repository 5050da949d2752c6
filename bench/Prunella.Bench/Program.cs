// Fixed work, measured in rounds that alternate between what is compared, so that a drift of the machine hits both.
using Prunella.Bench;
using Prunella.Bench.Decisions;
using Prunella.Bench.Fleet;
using Prunella.Bench.Forecast;
using Prunella.Bench.Healer;
using Prunella.Bench.Nab;
using Prunella.Bench.Otlp;
using Prunella.Bench.Synthetic;

if (BenchOptions.Parse(args) is not { } options) return WrongUsage();
Measured.PrintMachine();
switch (options.Subject)
{
    case "otlp": OtlpBench.Run(options); return 0;
    case "detection" when options.Nab.Length > 0: NabBench.Run(options); return 0;
    case "detection" when options.Synthetic: SyntheticBench.Run(options); return 0;
    case "detection": DetectionBench.Run(options); return 0;
    case "fleet": FleetBench.Run(options); return 0;
    case "forecast": return ForecastBench.Run(options);
    case "kernel": KernelBench.Run(options); return 0;
    case "journal": await JournalBench.RunAsync(options); return 0;
    case "healer": await HealerBench.RunAsync(options); return 0;
    default: return WrongUsage();
}

static int WrongUsage()
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}
