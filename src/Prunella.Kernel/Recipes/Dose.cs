namespace Prunella.Kernel.Recipes;

/// <summary>How a step that can be given in part begins and grows: a little first, more only while it helps.</summary>
/// <param name="StartPerMille">The first dose; 10 to the most.</param>
/// <param name="GrowPerMille">What the next dose is of this one: 2000 doubles it; 1100 to 10000.</param>
/// <param name="MostPerMille">The greatest dose; at most 1000, which is all.</param>
/// <param name="LookNanos">How long, after it settled, a dose is looked at before it is judged without proof; 1 s to
/// an hour.</param>
public sealed record Dose(int StartPerMille, int GrowPerMille, int MostPerMille, long LookNanos)
{
    /// <summary>More than half of the target is given only of what was seen to help: an effect that such a dose does
    /// not show is none.</summary>
    public const int UnprovenPerMille = 500;

    /// <summary>The dose after one, at most the greatest.</summary>
    public int After(long perMille) => (int)Math.Min(MostPerMille, perMille * GrowPerMille / 1000);

    /// <summary>The dose before one on the way back; 0 when it was the first.</summary>
    public int Before(long perMille)
    {
        var before = 0;
        for (var dose = StartPerMille; dose < perMille; dose = After(dose)) before = dose;
        return before;
    }
}
