using Prunella.Contracts;
using Prunella.Runtime.Configuration;

namespace Prunella.Senses.Probes;

/// <summary>One way of asking one instance whether it is well.</summary>
/// <remarks>
/// An implementation asks afresh each time (no connection of an earlier answer is reused: that one
/// opens proves nothing about the next), keeps no state, and leaves time to its caller: on
/// cancellation it throws
/// <see cref="OperationCanceledException"/> and has let go of everything.
/// </remarks>
internal interface IProbe
{
    /// <summary>
    /// How it answered; failures of its own come out as exceptions, for <see cref="ProbeFailure"/>
    /// to name.
    /// </summary>
    Task<ProbeOutcome> AskAsync(CancellationToken cancellation);
}

/// <summary>Makes the probe that a document asks for.</summary>
internal static class Probe
{
    public static IProbe Of(InstanceSetup instance, ProbeSetup probe) => probe.Kind switch
    {
        ProbeKind.Http => new HttpProbe(new Uri(instance.Address, probe.Path)),
        ProbeKind.Tcp => new TcpProbe(instance.Address.Host, instance.Address.Port),
        _ => new GrpcHealthProbe(instance.Address, probe.Path),
    };
}
