using System.Collections.Immutable;

using Prunella.Kernel.Events;
using Prunella.Kernel.Trust;

namespace Prunella.Kernel.Learning;

/// <summary>Folds what was learned, for readers of the journal that keep nothing else of the kernel's state.</summary>
public static class Learned
{
    /// <summary>Takes an outcome into the records of recipes; records of which nothing is left go.</summary>
    public static ImmutableSortedDictionary<string, EfficacyRecord> Fold(
        ImmutableSortedDictionary<string, EfficacyRecord> records, OutcomeLearned learned)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(learned);
        return Records.Fold(records, learned);
    }

    /// <summary>Takes evidence into what recipes have earned; what has expired goes.</summary>
    public static ImmutableSortedDictionary<string, TrustRecord> Fold(
        ImmutableSortedDictionary<string, TrustRecord> trust, TrustEvidenceNoted noted)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(noted);
        return Earned.Fold(trust, noted);
    }
}
