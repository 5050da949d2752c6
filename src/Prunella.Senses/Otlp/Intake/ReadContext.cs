using Prunella.Runtime.Ports;
using Prunella.Senses.Streams;

namespace Prunella.Senses.Otlp;

/// <summary>What stays the same while one request is read.</summary>
internal sealed record ReadContext(
    FleetStreams Streams, ISenseSink Sink, Receipt Receipt, OtlpOptions Options, long Received)
{
    /// <summary>The credential may speak as a gateway.</summary>
    public bool MayWitnessAsGateway { get; init; }

    /// <summary>
    /// False when a time cannot be used; a time that is missing or ahead of ours becomes ours.
    /// </summary>
    public bool Admit(ref long time)
    {
        if (time > Received + Options.MaxAhead.Ticks * 100)
        {
            Receipt.Note(ShedReasons.Ahead);
            time = Received;
        }
        if (time == 0) time = Received;
        if (time >= Received - Options.MaxAge.Ticks * 100) return true;
        Receipt.Reject(ShedReasons.TooOld,
            $"a time lies {(Received - time) / 1_000_000_000} s in the past "
            + $"(at most {Options.MaxAge.TotalSeconds} s): check the sender's clock");
        return false;
    }
}
