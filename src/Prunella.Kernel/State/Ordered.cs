using System.Collections.Immutable;

namespace Prunella.Kernel.State;

/// <summary>Maps whose order is the same on every machine.</summary>
internal static class Ordered
{
    public static ImmutableSortedDictionary<string, T> Map<T>() =>
        ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}
