using Microsoft.Extensions.Logging.Abstractions;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Ports;
using Prunella.Senses.Otlp;

namespace Prunella.Bench.Otlp;

/// <summary>The real intake with a clock of its own, over any sink.</summary>
internal sealed class Receiver(ManualTime time, ISenseSink sink) : IDisposable
{
    private static readonly SenderCredential s_sender = new(FleetId.Default, "bench", false);
    private readonly OtlpIntake _intake = new(
        new OtlpOptions(), new OtlpPorts(_ => s_sender, _ => sink, PeerAt), time);

    public void Take(byte[] body)
    {
        var result = _intake.Export(OtlpSignal.Metrics, OtlpEncoding.Protobuf, body, s_sender, "127.0.0.1");
        if (result is not { Outcome: OtlpOutcome.Accepted, Rejected: 0 })
            throw new InvalidOperationException($"An export was refused: {result.Outcome} {result.Message}");
    }

    public void Dispose() => _intake.Dispose();

    private static ServiceId? PeerAt(string host, int port) => new ServiceId(port == 5106 ? "catalog" : "payments");
}

/// <summary>Counts what arrives and forgets it: what is left is the decoding.</summary>
internal sealed class CountingSink : ISenseSink
{
    public long Samples { get; private set; }

    public bool Accept(SampleBatch batch)
    {
        Samples += batch.Count;
        return true;
    }

    public bool Accept(IReadOnlyList<SpanRecord> spans) => true;

    public bool Accept(IReadOnlyList<LogLine> lines) => true;

    public bool Accept(InstanceSighting sighting) => true;

    public bool Accept(ProbeResult result) => true;

    public bool Accept(GatewayReport report) => true;
}

/// <summary>Perception as the healer runs it, but turned by hand on one thread; what it tells the loop is
/// thrown away.</summary>
internal sealed class HandTurnedPerception : IDisposable
{
    private readonly LoopInbox _inbox;
    private readonly HealerMetrics _metrics = new();
    private readonly FleetPerception _perception;

    public HandTurnedPerception(ManualTime time)
    {
        _inbox = new LoopInbox(time);
        _perception = new FleetPerception(
            PolicySet.Empty, _inbox, new LoopClock(time), _metrics, NullLogger<FleetPerception>.Instance);
    }

    public ISenseSink Sink => _perception.Sink;

    public PerceptionPicture Picture => _perception.Picture;

    public void TakeIn() => _perception.TakeIn();

    public void Tick()
    {
        _perception.Tick();
        while (_inbox.Reader.TryRead(out _))
        {
        }
    }

    public void Dispose()
    {
        _perception.Dispose();
        _metrics.Dispose();
    }
}
