namespace Prunella.Mutants;

/// <summary>Says which mutant is on, and which were met.</summary>
public static class Switch
{
    public static int Active { get; set; } = -1;

    /// <summary>By the mutants' numbers, while it is asked which are met; else null.</summary>
    public static bool[]? Met { get; set; }

    public static bool On(int id)
    {
        if (Met is { } met) met[id] = true;
        return id == Active;
    }
}
