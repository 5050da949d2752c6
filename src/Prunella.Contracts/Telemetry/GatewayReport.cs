namespace Prunella.Contracts;

/// <summary>What reflexes of a gateway hold right now about one destination; sent with each report.</summary>
/// <param name="Instance">The destination.</param>
/// <param name="InFlight">Requests under way.</param>
/// <param name="OldestInFlightNanos">Age of the oldest of them; 0 when none. Shows slowness before a request
/// ends.</param>
/// <param name="EjectedByReflex">The gateway took it out by itself.</param>
/// <param name="EjectedByOrder">An overlay took it out.</param>
/// <param name="EjectedSinceUnixNanos">Since when it is out; 0 when it is in.</param>
public readonly record struct DestinationState(
    InstanceId Instance,
    long InFlight,
    long OldestInFlightNanos,
    bool EjectedByReflex,
    bool EjectedByOrder,
    long EjectedSinceUnixNanos);

/// <summary>One gateway's word on its destinations at one time.</summary>
/// <param name="Gateway">The gateway's name: the overlay target.</param>
/// <param name="TimeUnixNanos">When, Unix nanoseconds UTC.</param>
/// <param name="Destinations">All of them, ordered by instance.</param>
public sealed record GatewayReport(string Gateway, long TimeUnixNanos, IReadOnlyList<DestinationState> Destinations);
