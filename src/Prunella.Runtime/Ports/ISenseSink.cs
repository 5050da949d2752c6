using Prunella.Contracts;

namespace Prunella.Runtime.Ports;

/// <summary>Where senses put what they saw, for one fleet.</summary>
/// <remarks>
/// Safe for any number of threads; never blocks and never throws: what does not fit is shed and counted by reason
/// (<c>prunella.senses.shed</c>). A false return tells the sense that its data was shed, so that it can tell
/// its sender.
/// </remarks>
public interface ISenseSink
{
    /// <summary>Hands over samples; the batch belongs to the sink from here on.</summary>
    bool Accept(SampleBatch batch);

    /// <summary>Hands over spans.</summary>
    bool Accept(IReadOnlyList<SpanRecord> spans);

    /// <summary>Hands over log lines.</summary>
    bool Accept(IReadOnlyList<LogLine> lines);

    /// <summary>Hands over an instance's existence and place.</summary>
    bool Accept(InstanceSighting sighting);

    /// <summary>Hands over a probe's result, or the platform's word.</summary>
    bool Accept(ProbeResult result);

    /// <summary>Hands over a gateway's state.</summary>
    bool Accept(GatewayReport report);
}
