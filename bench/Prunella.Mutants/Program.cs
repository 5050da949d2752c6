using System.Globalization;

using Prunella.Mutants;

// Prunella.Mutants [PART ...]: parts are folders or files of the kernel; without any, guardrails and decision code.
string[] usual =
[
    "Guardrails/", "Choosing/", "Incidents/Weighing.cs", "Incidents/Candidates.cs", "Remediations/", "Approvals/", "Trust/",
];
var root = Environment.CurrentDirectory;
if (!File.Exists(Path.Combine(root, "Prunella.slnx")))
{
    Console.Error.WriteLine("Run it in the folder that holds Prunella.slnx, after dotnet build tests/Prunella.Kernel.Tests -c Release.");
    return 2;
}
var build = new Build(root, args.Length > 0 ? args : usual);
var mutants = build.Make();
Console.Error.WriteLine($"{mutants.Count} mutants");
using (var reach = Crew.Begin(build.Folder, "reach"))
{
    Console.Error.WriteLine(await reach.StandardOutput.ReadToEndAsync());
    await reach.WaitForExitAsync();
    if (reach.ExitCode != 0) return 1;
}
var said = await new Crew(build.Folder, mutants, TimeSpan.FromSeconds(60)).RunAsync(Environment.ProcessorCount);
var alive = mutants.Where(m => said[m.Id] is "survived" or "unreached").ToArray();
foreach (var part in mutants.GroupBy(m => Path.GetDirectoryName(m.File)!))
{
    var left = part.Count(alive.Contains);
    Console.WriteLine($"{part.Key}: {Percent(part.Count() - left, part.Count())} of {part.Count()}");
}
foreach (var m in alive) Console.WriteLine($"{m.File}:{m.Line} {said[m.Id]}: {m.Before}  ->  {m.After}");
var timeouts = said.Values.Count(s => s == "timeout");
Console.WriteLine($"score {Percent(mutants.Count - alive.Length, mutants.Count)}: {mutants.Count} mutants, {alive.Length} survive, {timeouts} ran out of time");
return 0;

static string Percent(int some, int all) =>
    string.Create(CultureInfo.InvariantCulture, $"{(all == 0 ? 0 : some * 1000 / all) / 10m:0.0} %");
