// Fixed work, measured in rounds that alternate between what is compared, so that a drift of the machine hits both.
using Prunella.Bench;

var rounds = args.Length > 1 && int.TryParse(args[1], out var asked) && asked > 0 ? asked : 7;
Measured.PrintMachine();
switch (args.FirstOrDefault())
{
    case "detection":
        DetectionBench.Run(rounds);
        return 0;
    case "journal":
        await JournalBench.RunAsync(rounds);
        return 0;
    default:
        Console.Error.WriteLine("Usage: Prunella.Bench detection|journal [rounds, default 7]");
        return 2;
}
