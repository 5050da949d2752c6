using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.Senses.Otlp;

/// <summary>What a sender's credential allows.</summary>
/// <param name="Fleet">The fleet it may speak for; attributes never say so.</param>
/// <param name="Name">The credential's name, for rate limits and counts; never the secret.</param>
/// <param name="MayWitnessAsGateway">
/// True for the roles target and sender: metrics of the scope <c>Prunella.Gateway</c> are taken as
/// a gateway's word.
/// </param>
public sealed record SenderCredential(FleetId Fleet, string Name, bool MayWitnessAsGateway);

/// <summary>What the OTLP intake needs of its surroundings.</summary>
/// <param name="Authenticate">
/// From the <c>Authorization</c> header (null when there is none) to the credential; null refuses.
/// Called for every request before its body is read, on any thread; must be quick and must compare
/// secrets in constant time.
/// </param>
/// <param name="SinkOf">
/// Where a fleet's telemetry goes; null when nobody heals that fleet here.
/// </param>
/// <param name="PeerAt">
/// The service whose declared instance lives at a host and port (0 when the sender named none), or
/// null. Lets caller's durations become an edge although the caller knows only an address.
/// </param>
public sealed record OtlpPorts(
    Func<string?, SenderCredential?> Authenticate,
    Func<FleetId, ISenseSink?> SinkOf,
    Func<string, int, ServiceId?> PeerAt);
