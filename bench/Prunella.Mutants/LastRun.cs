using System.Globalization;

namespace Prunella.Mutants;

/// <summary>What became of each mutant in the last run, kept beside the program: place, outcome, change.</summary>
internal sealed class LastRun(string path)
{
    private readonly ILookup<string, string> _outcomes = (File.Exists(path) ? File.ReadAllLines(path) : [])
        .Select(l => l.Split('\t')).ToLookup(l => Key(l[0].Split(':')[0], l[2]), l => l[1]);

    /// <summary>True when a test has noticed it, and every other with the same change in the same file.</summary>
    public bool HasKilled(Mutant mutant)
    {
        var outcomes = _outcomes[Key(mutant.File, mutant.Change)];
        return outcomes.Any() && !outcomes.Any(Outcomes.IsAlive);
    }

    /// <summary>Writes down this run instead.</summary>
    public void Replace(
        IReadOnlyList<Mutant> mutants, IReadOnlyDictionary<int, string> said, IReadOnlyList<Mutant> refused) =>
        File.WriteAllLines(
            path, mutants.Select(m => Line(m, said[m.Id])).Concat(refused.Select(m => Line(m, "does not compile"))));

    private static string Line(Mutant m, string outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"{m.File}:{m.Line}\t{outcome}\t{m.Change}");

    private static string Key(string file, string change) => $"{file}\t{change}";
}
