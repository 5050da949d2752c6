using System.Collections.Immutable;
using System.Text.Json;

using Prunella.Kernel.Policies;

namespace Prunella.Kernel.Learning;

/// <summary>Services among which experience is shared: what they keep, and how critical they are.</summary>
/// <remarks>A restart that cures what keeps nothing says little of what has to warm up a cache, and what is tried on
/// the least critical services is no licence for the most critical.</remarks>
public static class ServiceClass
{
    /// <summary>Of a service that no document declares.</summary>
    public const string Undeclared = "undeclared";

    /// <summary><c>cache/high</c>; a service whose document names no criticality is <c>medium</c>.</summary>
    public static string Of(ServiceRules? service) => service is null
        ? Undeclared
        : Words[(int)service.State][(int)(service.Criticality ?? Criticality.Medium)];

    private static readonly ImmutableArray<ImmutableArray<string>> Words =
    [
        .. Enum.GetValues<StateKind>().Select(state => Enum.GetValues<Criticality>()
            .Select(criticality => $"{Word(state)}/{Word(criticality)}").ToImmutableArray()),
    ];

    private static string Word<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
