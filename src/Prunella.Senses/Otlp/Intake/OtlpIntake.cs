using System.Collections.Concurrent;

using Prunella.Contracts;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;
using Prunella.Senses.Otlp.Logs;
using Prunella.Senses.Otlp.Metrics;
using Prunella.Senses.Otlp.Traces;
using Prunella.Senses.Otlp.Wire;
using Prunella.Senses.Streams;

namespace Prunella.Senses.Otlp;

/// <summary>
/// Takes OTLP exports, whatever carried them: bytes in, telemetry to the fleet's sink, a result
/// out.
/// </summary>
/// <remarks>
/// A body is proved sound before anything is taken from it, so it is taken whole or not at all.
/// Nothing a sender can send makes it throw. Any thread; exports of one fleet are read one after
/// the other.
/// </remarks>
public sealed class OtlpIntake : IDisposable
{
    /// <summary>The meter of the intake's own metrics; described in docs/reference/metrics.md.</summary>
    public const string MeterName = "Prunella.Senses";

    /// <summary>
    /// A fleet's memory when nobody heals it any more is not worth a limit: credentials name few
    /// fleets.
    /// </summary>
    private readonly ConcurrentDictionary<FleetId, FleetReading> _fleets = new();
    private readonly OtlpOptions _options;
    private readonly OtlpPorts _ports;
    private readonly TimeProvider _time;
    private readonly SenderRates _rates;

    /// <summary>
    /// Refuses wrong bounds, all of them at once, with an <see cref="ArgumentException"/>.
    /// </summary>
    public OtlpIntake(OtlpOptions options, OtlpPorts ports, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Problems() is { } problems) throw new ArgumentException("OTLP: " + problems, nameof(options));
        (_options, _ports, _time) = (options, ports, time);
        _rates = new SenderRates(options.ItemsPerSecond);
    }

    internal ShedTally Tally { get; } = new();

    internal OtlpOptions Options => _options;

    /// <summary>What was not taken, or taken with a remark, by reason, since the start.</summary>
    public IReadOnlyList<ShedCount> Shed() => Tally.Read();

    /// <summary>The credential of a request, or null.</summary>
    /// <param name="authorization">Its <c>Authorization</c> header, or null.</param>
    public SenderCredential? Authenticate(string? authorization)
    {
        var credential = _ports.Authenticate(authorization);
        if (credential is null) Tally.Add(ShedReasons.Unauthenticated, 1);
        return credential;
    }

    /// <summary>Takes one export.</summary>
    /// <param name="signal">What it carries.</param>
    /// <param name="encoding">How it is written.</param>
    /// <param name="body">The message, inflated; not kept.</param>
    /// <param name="sender">Who sends, and for which fleet.</param>
    /// <param name="address">
    /// Where from; senders that share a credential have their own rate.
    /// </param>
    public OtlpResult Export(
        OtlpSignal signal, OtlpEncoding encoding, ReadOnlySpan<byte> body, SenderCredential sender, string address)
    {
        ArgumentNullException.ThrowIfNull(sender);
        if (_ports.SinkOf(sender.Fleet) is not { } sink)
        {
            Tally.Add(ShedReasons.UnknownFleet, 1);
            return OtlpResult.Refuse(OtlpOutcome.UnknownFleet, $"fleet '{sender.Fleet}' is not healed here");
        }
        try
        {
            if (encoding == OtlpEncoding.Protobuf) return Take(signal, body, sender, address, sink);
            using var rewritten = new ProtoBuffer(Math.Max(1_024, body.Length / 2), _options.MaxInflatedBytes);
            OtlpJson.Rewrite(SchemaOf(signal), body, rewritten);
            return Take(signal, rewritten.Written, sender, address, sink);
        }
        catch (MalformedTelemetryException e)
        {
            Tally.Add(ShedReasons.Malformed, 1);
            return OtlpResult.Refuse(OtlpOutcome.Malformed, "the body cannot be read: " + e.Message);
        }
    }

    /// <summary>Counts a body that a transport refused, and hands the refusal back.</summary>
    internal OtlpResult Counted(OtlpResult refusal)
    {
        Tally.Add(refusal.Outcome switch
        {
            OtlpOutcome.Overloaded => ShedReasons.Overload,
            OtlpOutcome.TooLarge => ShedReasons.TooLarge,
            _ => ShedReasons.Malformed,
        }, 1);
        return refusal;
    }

    /// <inheritdoc/>
    public void Dispose() => Tally.Dispose();

    private OtlpResult Take(
        OtlpSignal signal, ReadOnlySpan<byte> body, SenderCredential sender, string address, ISenseSink sink)
    {
        var items = SoundnessWalk.CountItems(SchemaOf(signal), body);
        if (items > _options.MaxItems)
        {
            Tally.Add(ShedReasons.TooLarge, items);
            return OtlpResult.Refuse(
                OtlpOutcome.TooLarge,
                $"{items} items in one request; at most {_options.MaxItems} are taken: use smaller batches");
        }
        var now = UnixNanos(_time);
        var wait = _rates.Take((sender.Name, address), items, now);
        if (wait > 0)
        {
            Tally.Add(ShedReasons.RateLimit, items);
            return OtlpResult.Later(
                $"more than {_options.ItemsPerSecond} items per second from this sender",
                TimeSpan.FromTicks(wait / 100 + 1));
        }
        var fleet = _fleets.GetOrAdd(sender.Fleet, _ => new FleetReading(_options, _ports.PeerAt));
        var context = new ReadContext(fleet.Streams, sink, new Receipt(Tally), _options, now)
        {
            MayWitnessAsGateway = sender.MayWitnessAsGateway,
        };
        var taken = signal switch
        {
            OtlpSignal.Metrics => fleet.Metrics(body, context),
            OtlpSignal.Traces => fleet.Spans(body, context, items),
            _ => fleet.Lines(body, context, items),
        };
        if (taken) return context.Receipt.Result();
        Tally.Add(ShedReasons.SinkFull, items);
        // The sink is full: what it shed is gone for cumulative streams' differences, so a resend
        // would not help.
        return signal == OtlpSignal.Metrics
            ? new OtlpResult(OtlpOutcome.Accepted, items, "the healer is overloaded and shed these points",
                TimeSpan.Zero)
            : OtlpResult.Later("the healer is overloaded", TimeSpan.FromSeconds(1));
    }

    private static OtlpMessage SchemaOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Metrics => OtlpSchema.Metrics,
        OtlpSignal.Traces => OtlpSchema.Traces,
        _ => OtlpSchema.Logs,
    };

    internal static long UnixNanos(TimeProvider time) =>
        (time.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) * 100;

    /// <summary>
    /// What reading a fleet's exports needs: its streams, and arrays used again and again.
    /// </summary>
    private sealed class FleetReading(OtlpOptions options, Func<string, int, ServiceId?> peerAt)
    {
        private readonly PointScratch _scratch = new();
        private readonly LayoutCache _layouts = new();

        public FleetStreams Streams { get; } = new(options, peerAt);

        public bool Metrics(ReadOnlySpan<byte> body, ReadContext context)
        {
            var batch = new SampleBatch();
            lock (Streams.Gate)
            {
                var steps = new PointSteps(context, _scratch, _layouts, batch);
                new MetricsReader(context, steps).Read(body);
                if (batch.Count == 0) return true;
                // Handed over inside the gate: batches of one fleet must reach the sink in the
                // order of their differences.
                if (context.Sink.Accept(batch)) return true;
                steps.ForgetDescriptions();
                return false;
            }
        }

        public bool Spans(ReadOnlySpan<byte> body, ReadContext context, int items)
        {
            List<SpanRecord> spans;
            lock (Streams.Gate) spans = SpanReader.Read(body, context, items);
            return spans.Count == 0 || context.Sink.Accept(spans);
        }

        public bool Lines(ReadOnlySpan<byte> body, ReadContext context, int items)
        {
            List<LogLine> lines;
            lock (Streams.Gate) lines = LogReader.Read(body, context, items);
            return lines.Count == 0 || context.Sink.Accept(lines);
        }
    }
}
