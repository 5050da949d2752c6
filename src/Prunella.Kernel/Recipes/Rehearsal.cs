namespace Prunella.Kernel.Recipes;

/// <summary>What a rehearsal tries: where a recipe leads to.</summary>
public enum RehearsalKind
{
    /// <summary>That the gateway answers over the route with the declared reply.</summary>
    Reply,

    /// <summary>That most of the other instances of the service answer their probes.</summary>
    Peers,
}

/// <summary>That where a recipe leads to is tried before it is needed.</summary>
/// <param name="Kind">What is tried.</param>
/// <param name="EveryNanos">How often, as long as nothing is wrong.</param>
/// <param name="MaxAgeNanos">How old the last one may be; at least <paramref name="EveryNanos"/>.</param>
/// <param name="Requests">How many requests one rehearsal makes, to each place that it tries: its whole
/// load.</param>
public sealed record Rehearsal(RehearsalKind Kind, long EveryNanos, long MaxAgeNanos, int Requests);
