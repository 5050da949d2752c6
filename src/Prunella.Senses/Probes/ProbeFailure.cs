using System.Net.Sockets;

using Prunella.Contracts;

namespace Prunella.Senses.Probes;

/// <summary>
/// Names what an exception says about the instance, and what only about ourselves.
/// </summary>
/// <remarks>
/// Refused is positive evidence of death, so it is said only when the other side's system refused.
/// No route, no name, no free port or file handle are troubles of the prober: unknown. A connection
/// that broke off after it stood was an answer, and a bad one.
/// </remarks>
internal static class ProbeFailure
{
    public static ProbeOutcome OutcomeOf(Exception failure)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            if (at is SocketException socket) return OutcomeOf(socket.SocketErrorCode);
            if (at is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError })
                return ProbeOutcome.Unknown;
            if (at is HttpIOException) return ProbeOutcome.Unhealthy;
        }
        return failure is HttpRequestException or IOException ? ProbeOutcome.Unhealthy : ProbeOutcome.Unknown;
    }

    private static ProbeOutcome OutcomeOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ProbeOutcome.Refused,
        SocketError.TimedOut => ProbeOutcome.TimedOut,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => ProbeOutcome.Unhealthy,
        _ => ProbeOutcome.Unknown,
    };
}
