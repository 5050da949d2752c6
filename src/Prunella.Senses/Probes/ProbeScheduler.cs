using Microsoft.Extensions.Logging;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.Ports;

namespace Prunella.Senses.Probes;

/// <summary>
/// Asks every declared instance again and again, at its own steady beat, and tells the sink.
/// </summary>
/// <remarks>
/// Each instance has a loop of its own, so one that hangs delays nobody else, and within it one
/// probe at a time, so nothing piles up on an instance in trouble. Beats lie on a grid (start +
/// offset + k x interval) by the monotonic clock: a late answer never moves the next beat, a missed
/// beat is left out and counted. Offsets are drawn from the instance's name, so that a hundred
/// instances are not asked in the same millisecond, and the same ones are asked in the same order
/// after a restart. Any thread may start and stop; each once.
/// </remarks>
public sealed class ProbeScheduler : IAsyncDisposable
{
    private readonly ISenseSink _sink;
    private readonly TimeProvider _time;
    private readonly ILogger<ProbeScheduler> _log;
    private readonly Func<InstanceSetup, ProbeSetup, IProbe> _probe;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private long _skipped;
    private long _shed;

    /// <summary>A scheduler that asks with real probes.</summary>
    public ProbeScheduler(ISenseSink sink, TimeProvider time, ILogger<ProbeScheduler> log)
        : this(sink, time, log, Probe.Of) { }

    internal ProbeScheduler(
        ISenseSink sink,
        TimeProvider time,
        ILogger<ProbeScheduler> log,
        Func<InstanceSetup, ProbeSetup, IProbe> probe) =>
        (_sink, _time, _log, _probe) = (sink, time, log, probe);

    /// <summary>Beats left out because an answer, or the processor, was late.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Results that the sink did not take.</summary>
    public long Shed => Interlocked.Read(ref _shed);

    /// <summary>Begins; instances without probes are left alone.</summary>
    public void Start(IReadOnlyList<InstanceSetup> instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        var start = _time.GetTimestamp();
        foreach (var instance in instances)
        {
            if (instance.Probes.Count > 0) _loops.Add(RunAsync(instance, start, _stop.Token));
        }
    }

    /// <summary>Ends all loops; a probe under way is given up without a result.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(InstanceSetup instance, long start, CancellationToken stop)
    {
        // Leaves the caller's thread before the first probe is made.
        await Task.Yield();
        var beats = instance.Probes.Select(probe => new Beat(instance, probe, _probe(instance, probe))).ToArray();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var next = beats[0];
                foreach (var beat in beats)
                {
                    if (beat.DueNanos < next.DueNanos) next = beat;
                }
                var wait = next.DueNanos - ElapsedNanos(start);
                // A timer has whole milliseconds and must never fire early, or the beat would be
                // asked twice.
                if (wait > 0) await Task.Delay(TimeSpan.FromMilliseconds((wait + 999_999) / 1_000_000), _time, stop);
                await AskAsync(next, stop);
                Interlocked.Add(ref _skipped, next.Advance(ElapsedNanos(start)));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    private async Task AskAsync(Beat beat, CancellationToken stop)
    {
        var began = _time.GetTimestamp();
        using var timeout = new CancellationTokenSource(TimeSpan.FromTicks(beat.Setup.TimeoutNanos / 100), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        ProbeOutcome outcome;
        try
        {
            outcome = await beat.Probe.AskAsync(either.Token);
        }
        catch (Exception e)
        {
            stop.ThrowIfCancellationRequested();
            outcome = timeout.IsCancellationRequested ? ProbeOutcome.TimedOut : ProbeFailure.OutcomeOf(e);
            if (outcome == ProbeOutcome.Unknown) ProbeLog.CouldNotAsk(_log, beat.Instance, e.Message);
        }
        var took = _time.GetElapsedTime(began).Ticks * 100;
        // An answer may be late by the network, a timer only by ourselves: then nobody can say who
        // was slow.
        if (outcome == ProbeOutcome.TimedOut)
        {
            if (took > 2 * beat.Setup.TimeoutNanos) outcome = ProbeOutcome.Unknown;
            else took = beat.Setup.TimeoutNanos;
        }
        var at = Otlp.OtlpIntake.UnixNanos(_time);
        if (!_sink.Accept(new ProbeResult(beat.Instance, at, outcome, took, Witness.Probe)))
            Interlocked.Increment(ref _shed);
    }

    private long ElapsedNanos(long start) => _time.GetElapsedTime(start).Ticks * 100;

    /// <summary>
    /// One probe of an instance and when it is next due, in nanoseconds since the scheduler's
    /// start.
    /// </summary>
    private sealed class Beat(InstanceSetup instance, ProbeSetup setup, IProbe probe)
    {
        public InstanceId Instance { get; } = instance.Id;

        public ProbeSetup Setup { get; } = setup;

        public IProbe Probe { get; } = probe;

        public long DueNanos { get; private set; } = Offset(instance.Id, setup);

        /// <summary>Goes to the first beat after now; returns how many were left out.</summary>
        public long Advance(long nowNanos)
        {
            var beats = Math.Max(1, (nowNanos - DueNanos) / Setup.IntervalNanos + 1);
            DueNanos += beats * Setup.IntervalNanos;
            return beats - 1;
        }

        private static long Offset(InstanceId instance, ProbeSetup setup)
        {
            var hash = SeriesId.Of(instance.ToString(), setup.Kind.ToString(), setup.Path).Value;
            return (long)(hash % (ulong)setup.IntervalNanos);
        }
    }
}
