using System.Threading.Channels;

using Prunella.Contracts;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Perception;

/// <summary>What senses have handed over and perception has not taken yet: one bounded queue per
/// kind.</summary>
/// <remarks>
/// A flood of one kind cannot crowd out another: probes come through while spans are shed. What
/// does not fit, or is too big in itself, is shed and counted by reason. Any number of senses;
/// perception alone takes.
/// </remarks>
internal sealed class SenseQueues : ISenseSink
{
    /// <summary>Batches, not items. Chosen by feel: four times what 250 ms of a busy fleet
    /// bring.</summary>
    public const int Batches = 256;

    /// <summary>Single things: a thousand instances probed twice a second, for two
    /// seconds.</summary>
    public const int Singles = 4096;

    /// <summary>Items in one batch; senses cut theirs smaller, so a bigger one is a fault of the
    /// sense.</summary>
    public const int MostItems = 50_000;

    private const string FailedReason = "perception.failed";

    private static readonly string[] Kinds = ["samples", "spans", "lines", "instances", "probes", "gateways"];

    private readonly HealerMetrics _metrics;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<Sensed>[] _queues;
    private readonly long[] _full = new long[Kinds.Length];
    private readonly long[] _big = new long[Kinds.Length];
    private long _failed;

    public SenseQueues(HealerMetrics metrics)
    {
        _metrics = metrics;
        _queues =
        [
            Queue(Batches), Queue(Batches), Queue(Batches), Queue(Singles), Queue(Singles), Queue(Batches),
        ];
    }

    public bool Accept(SampleBatch batch) => Put(0, new SensedSamples(batch), batch.Count + batch.Cells.Count);

    public bool Accept(IReadOnlyList<SpanRecord> spans) => Put(1, new SensedSpans(spans), spans.Count);

    public bool Accept(IReadOnlyList<LogLine> lines) => Put(2, new SensedLines(lines), lines.Count);

    public bool Accept(InstanceSighting sighting) => Put(3, new SensedInstance(sighting), 1);

    public bool Accept(ProbeResult result) => Put(4, new SensedProbe(result), 1);

    public bool Accept(GatewayReport report) => Put(5, new SensedGateway(report), report.Destinations.Count);

    /// <summary>Completes when there may be something to take, or after
    /// <see cref="Wake"/>.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _signal.Reader.ReadAsync(cancellation);

    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Takes what waits now, sightings first: a batch may speak of an instance just
    /// met.</summary>
    public IEnumerable<Sensed> Take()
    {
        foreach (var kind in (int[])[3, 4, 5, 0, 1, 2])
        {
            // No more than was there at the start: a flood must not keep the tick from its time.
            var queue = _queues[kind].Reader;
            for (var left = queue.Count; left > 0 && queue.TryRead(out var sensed); left--)
                yield return sensed;
        }
    }

    public IReadOnlyList<ShedCount> Shed()
    {
        var shed = new List<ShedCount>();
        for (var i = 0; i < Kinds.Length; i++)
        {
            if (Interlocked.Read(ref _full[i]) is > 0 and var full) shed.Add(new ShedCount(Kinds[i] + ".queue-full", full));
            if (Interlocked.Read(ref _big[i]) is > 0 and var big) shed.Add(new ShedCount(Kinds[i] + ".batch-too-big", big));
        }
        if (Interlocked.Read(ref _failed) is > 0 and var failed) shed.Add(new ShedCount(FailedReason, failed));
        return shed;
    }

    /// <summary>Counts a thing that was taken from here and could not be taken in.</summary>
    public void Failed()
    {
        Interlocked.Increment(ref _failed);
        _metrics.Shed(FailedReason, 1);
    }

    private static Channel<Sensed> Queue(int capacity) => Channel.CreateBounded<Sensed>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private bool Put(int kind, Sensed sensed, int items)
    {
        if (items > MostItems) return Refuse(_big, kind, ".batch-too-big", items);
        if (!_queues[kind].Writer.TryWrite(sensed)) return Refuse(_full, kind, ".queue-full", Math.Max(items, 1));
        Wake();
        return true;
    }

    private bool Refuse(long[] counts, int kind, string reason, int items)
    {
        Interlocked.Add(ref counts[kind], items);
        _metrics.Shed(Kinds[kind] + reason, items);
        return false;
    }
}
