using Prunella.Kernel.Policies;
using Prunella.Kernel.Trust;

namespace Prunella.Runtime.Tuning;

/// <summary>What a rule of tuning looks at: the last four weeks, the documents in force, and where recipes
/// stand.</summary>
internal sealed record Experience(
    IReadOnlyList<EndedIncident> Incidents,
    IReadOnlyList<EndedRemedy> Remedies,
    PolicySet Policies,
    IReadOnlyList<Standing> Standings)
{
    /// <summary>Four weeks: long enough for five of what happens weekly, and what is older rests on another
    /// fleet.</summary>
    private const long Window = 28L * 24 * 3_600_000_000_000;

    public static Experience Of(TuningBook book, PolicySet policies, IReadOnlyList<Standing> standings, long at) => new(
        [.. book.Incidents.Where(i => i.At > at - Window)],
        [.. book.Remedies.Where(r => r.At > at - Window)],
        policies, standings);

    /// <summary>The value below or at which a share of them lies.</summary>
    public static long Quantile(IEnumerable<long> values, int percent)
    {
        long[] sorted = [.. values.Order()];
        return sorted[Math.Max(0, (sorted.Length * percent + 99) / 100 - 1)];
    }
}

/// <summary>A change that a rule speaks for, before it is written as a diff.</summary>
internal sealed record Change(string Document, string Key, string From, string To, IReadOnlyList<string> Evidence);
