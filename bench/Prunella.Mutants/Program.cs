using System.Globalization;

using Prunella.Mutants;

// Prunella.Mutants [--again] [PART ...]: parts are folders or files of the kernel; without any, all that decides.
// --again tries only what no test has noticed in the last run of the same parts, and what is new since.
string[] usual =
[
    "Approvals/", "Choosing/", "Deliberation.cs", "Guardrails/", "Incidents/", "Learning/", "Recipes/", "Remediations/",
    "Silences/", "Trust/",
];
var root = Environment.CurrentDirectory;
if (!File.Exists(Path.Combine(root, "Prunella.slnx")))
{
    Console.Error.WriteLine("Run it in the folder that holds Prunella.slnx, after dotnet build Prunella.slnx -c Release.");
    return 2;
}
string[] parts = [.. args.Where(a => a != "--again")];
var build = new Build(root, parts.Length > 0 ? parts : usual);
var mutants = build.Make();
Console.Error.WriteLine($"{mutants.Count} mutants; {build.Refused.Count} more do not compile.");
using (var reach = Crew.Begin(build.Folder, "reach"))
{
    Console.Error.WriteLine(await reach.StandardOutput.ReadToEndAsync());
    await reach.WaitForExitAsync();
    if (reach.ExitCode != 0) return 1;
}
var last = new LastRun(Path.Combine(build.Folder, "outcomes.txt"));
var tried = args.Contains("--again") ? [.. mutants.Where(m => !last.HasKilled(m))] : mutants;
Console.Error.WriteLine($"{tried.Count} are tried.");
var kept = File.ReadAllLines(Path.Combine(build.Folder, "kept.txt")).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToHashSet();
var crew = new Crew(build.Folder, tried, kept);
var now = await crew.RunAsync(Environment.ProcessorCount);
var said = mutants.ToDictionary(m => m.Id, m => now.TryGetValue(m.Id, out var outcome) ? outcome : "killed before");
var equivalents = Equivalents.Read(Path.Combine(root, "bench", "Prunella.Mutants", "equivalent.txt"));
var outcomes = new Outcomes(mutants, said, equivalents);
Console.Write(outcomes.Page());
last.Replace(mutants, said, build.Refused);
string[] untrue = [.. equivalents.Untrue(mutants, said)];
foreach (var entry in untrue) Console.Error.WriteLine($"equivalent.txt is wrong: {entry.Replace("\t", ": ", StringComparison.Ordinal)} is noticed, is no mutant any more, or is more than one.");
if (crew.IsSpoilt) return 3;
return untrue.Length == 0 ? 0 : 1;
