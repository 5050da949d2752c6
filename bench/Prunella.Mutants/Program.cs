using System.Globalization;

using Prunella.Mutants;

// Prunella.Mutants [--again] [PART ...]: parts are folders or files of the kernel; without any, all that decides.
// --again tries only those that survived the last run with the same parts.
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
var list = Path.Combine(build.Folder, "survivors.txt");
if (args.Contains("--again"))
{
    var last = File.ReadAllLines(list).ToHashSet(StringComparer.Ordinal);
    mutants = [.. mutants.Where(m => last.Contains($"{m.File}\t{m.Change}"))];
}
var kept = File.ReadAllLines(Path.Combine(build.Folder, "kept.txt")).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToHashSet();
var crew = new Crew(build.Folder, mutants, kept);
var said = await crew.RunAsync(Environment.ProcessorCount);
var equivalents = Equivalents.Read(Path.Combine(root, "bench", "Prunella.Mutants", "equivalent.txt"));
var outcomes = new Outcomes(mutants, said, equivalents);
Console.Write(outcomes.Page());
File.WriteAllLines(list, mutants.Where(m => Outcomes.IsAlive(said[m.Id])).Select(m => $"{m.File}\t{m.Change}"));
File.WriteAllLines(
    Path.Combine(build.Folder, "outcomes.txt"),
    mutants.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.File}:{m.Line}\t{said[m.Id]}\t{m.Change}"))
        .Concat(build.Refused.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.File}:{m.Line}\tdoes not compile\t{m.Change}"))));
string[] untrue = args.Contains("--again") ? [] : [.. equivalents.Untrue(mutants, said)];
foreach (var entry in untrue) Console.Error.WriteLine($"equivalent.txt is wrong: {entry.Replace("\t", ": ", StringComparison.Ordinal)} is noticed, is no mutant any more, or is more than one.");
if (crew.IsSpoilt) return 3;
return untrue.Length == 0 ? 0 : 1;
