namespace Prunella.Mutants;

/// <summary>Says which mutant is on, and which were met.</summary>
public static class Switch
{
    public static int Active { get; set; } = -1;

    public static SortedSet<int>? Met { get; set; }

    public static bool On(int id)
    {
        if (Met is { } met)
        {
            lock (met) met.Add(id);
        }
        return id == Active;
    }
}
