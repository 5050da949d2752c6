namespace Prunella.Mutants;

/// <summary>Mutants that no test can notice, each with the reason: for every input the code decides the same.</summary>
/// <remarks>The file holds blocks of three lines: the file, the change, why. Whatever no longer fits a mutant, or is
/// noticed by a test after all, is an error, so that the list can only be true.</remarks>
internal sealed class Equivalents
{
    private readonly SortedDictionary<string, string> _why = new(StringComparer.Ordinal);

    private Equivalents()
    {
    }

    /// <summary>Reads the list.</summary>
    public static Equivalents Read(string path)
    {
        var read = new Equivalents();
        var lines = File.ReadAllLines(path).Where(l => l.Length > 0 && l[0] != '#').ToArray();
        if (lines.Length % 3 != 0) throw new InvalidOperationException($"{path} must hold blocks of three lines: file, change, why.");
        foreach (var block in lines.Chunk(3)) read._why.Add(Key(block[0].Trim(), block[1].Trim()), block[2].Trim());
        return read;
    }

    /// <summary>Whether it is on the list.</summary>
    public bool Hold(Mutant mutant) => _why.ContainsKey(Key(mutant.File, mutant.Change));

    /// <summary>Entries that are not true: they fit no survivor of the mutated files, or more than one.</summary>
    public IEnumerable<string> Untrue(IReadOnlyList<Mutant> mutants, IReadOnlyDictionary<int, string> said)
    {
        var files = mutants.Select(m => m.File).ToHashSet(StringComparer.Ordinal);
        var alive = mutants.Where(m => Outcomes.IsAlive(said[m.Id])).Select(m => Key(m.File, m.Change)).ToArray();
        return _why.Keys.Where(k => files.Contains(k.Split('\t')[0]) && alive.Count(a => a == k) != 1);
    }

    private static string Key(string file, string change) => $"{file}\t{change}";
}
