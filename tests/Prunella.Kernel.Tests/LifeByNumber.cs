namespace Prunella.Kernel.Tests;

/// <summary>Lives by number: the same number gives the same life, on any machine and in any order.</summary>
/// <remarks>Drawn by SplitMix64 (Steele, Lea and Flood, 2014) from the number alone, so that a case that fails is led
/// again by its number.</remarks>
internal static class LifeByNumber
{
    private const int MostSteps = 24;

    /// <summary>How many lives are led: so many, or as many as <c>PRUNELLA_LIVES</c> says, for a quick look.</summary>
    public static int Number(int all) =>
        int.TryParse(Environment.GetEnvironmentVariable("PRUNELLA_LIVES"), out var few) ? Math.Min(few, all) : all;

    public static Life Lead(int number)
    {
        var life = new Life();
        foreach (var (kind, which) in Steps(number)) life.Step(kind, which);
        return life;
    }

    public static IEnumerable<(int Kind, int Which)> Steps(int number)
    {
        var state = unchecked((ulong)number * 0x9E3779B97F4A7C15UL);
        // Most lives are short, some are long.
        var count = 1 + Draw(ref state, 1 + Draw(ref state, MostSteps));
        var steps = new (int, int)[count];
        // Most of a life is trouble and its answers; what people do comes in between.
        for (var i = 0; i < count; i++)
            steps[i] = (Draw(ref state, Draw(ref state, 2) == 0 ? Life.Kinds : Life.AllKinds), Draw(ref state, 10_001));
        return steps;
    }

    private static int Draw(ref ulong state, int below)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return (int)((z ^ (z >> 31)) % (ulong)below);
        }
    }
}
