using System.Threading.Channels;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Prunella.Contracts;
using Prunella.Detection;
using Prunella.Diagnosis;
using Prunella.Kernel.Policies;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Perception;

/// <summary>From what senses bring to what the loop is told: one consumer over one fleet's
/// detection and diagnosis.</summary>
/// <remarks>
/// Intuition: senses may flood, the loop must not. So what comes in is queued per kind and shed
/// when it does not fit; judged every 250 ms; and told to the loop only where it changed, merged
/// for as long as the loop has no room. Threads: any number of senses put in, one task judges,
/// anybody reads <see cref="Picture"/>. Memory: every queue, list and picture is bounded.
/// </remarks>
public sealed class FleetPerception : IHostedService, IVerifier, IMarkLearner, IDisposable
{
    /// <summary>A quarter of a second: detection within three seconds needs several
    /// looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <summary>Comparisons asked for and not taken up yet: far more than the fleet's cap of
    /// remediations.</summary>
    private const int MostVerifications = 256;

    private readonly IJudgement _judgement;
    private readonly LoopInbox _inbox;
    private readonly LoopClock _clock;
    private readonly HealerMetrics _metrics;
    private readonly ILogger _log;
    private readonly SenseQueues _queues;
    private readonly SightingBook _sightings = new();
    private readonly Changes _changes = new();
    private readonly Channel<Sensed> _verifications = Channel.CreateBounded<Sensed>(
        new BoundedChannelOptions(MostVerifications) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<MarkedAlarm>? _marks;
    private JudgementMemory? _memory;
    private ITimer? _timer;
    private int _tickDue;
    private Task _running = Task.CompletedTask;

    /// <summary>Over real detection and diagnosis.</summary>
    public FleetPerception(
        PolicySet policies, LoopInbox inbox, LoopClock clock, HealerMetrics metrics, ILogger<FleetPerception> log)
        : this(new FleetJudgement(new FleetDetection(), new FleetDiagnosis()), policies, inbox, clock, metrics, log) { }

    internal FleetPerception(
        IJudgement judgement, PolicySet policies, LoopInbox inbox, LoopClock clock, HealerMetrics metrics, ILogger log)
    {
        _judgement = judgement;
        _inbox = inbox;
        _clock = clock;
        _metrics = metrics;
        _log = log;
        _queues = new SenseQueues(metrics);
        judgement.Configure(policies);
    }

    /// <summary>The file in which judgement's memory outlives the healer (see <see cref="HealerFolder.Judgement"/>),
    /// read at start and written every minute and at stop; null for none.</summary>
    public string? MemoryFile
    {
        init => _memory = value is not null && _judgement is IRemembering judgement
            ? new JudgementMemory(value, judgement, _log)
            : null;
    }

    /// <summary>Where senses of this fleet put what they saw.</summary>
    public ISenseSink Sink => _queues;

    /// <summary>What was seen at the last tick.</summary>
    public PerceptionPicture Picture => _sightings.Picture;

    /// <inheritdoc/>
    public void Begin(VerificationRequest request) => _verifications.Writer.TryWrite(new SensedVerification(request, ""));

    /// <inheritdoc/>
    public void End(string remediation) => _verifications.Writer.TryWrite(new SensedVerification(null, remediation));

    /// <inheritdoc/>
    /// <remarks>Only the last list counts, so one that was not taken up yet may be lost.</remarks>
    public void Learn(IReadOnlyList<MarkedAlarm> alarms) => Volatile.Write(ref _marks, alarms);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _memory?.Recall();
        _timer = _clock.Time.CreateTimer(_ => Ring(), null, Period, Period);
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null) await _timer.DisposeAsync();
        await _stopping.CancelAsync();
        await _running;
        if (_memory is not null) await _memory.StopAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Takes in what waits.</summary>
    internal void TakeIn()
    {
        while (_verifications.Reader.TryRead(out var verification)) Observe(verification);
        if (Interlocked.Exchange(ref _marks, null) is { } marks) Observe(new SensedMarks(marks));
        foreach (var sensed in _queues.Take()) Observe(sensed);
    }

    /// <summary>Judges, draws the picture, tells the loop what changed.</summary>
    internal void Tick()
    {
        var began = _clock.Time.GetTimestamp();
        var at = _clock.Now();
        var judged = _judgement.Tick(at);
        _changes.Note(at, judged);
        _sightings.Draw(at, judged, _judgement, _queues.Shed());
        _changes.Tell(at, _inbox.TryPost);
        _memory?.KeepWhenDue(at);
        _metrics.Watched(judged.Report.PlainSeries, judged.Report.RefusedSeries);
        _metrics.Ticked(_clock.Time.GetElapsedTime(began));
    }

    private void Observe(Sensed sensed)
    {
        try
        {
            if (sensed is SensedInstance met) _sightings.Meet(met.Sighting);
            if (sensed is SensedGateway gateway) _changes.Note(gateway.Report);
            _judgement.Observe(sensed);
        }
        catch (Exception e)
        {
            // One thing that cannot be taken in must not blind the fleet.
            _queues.Failed();
            _log.NotTakenIn(e, sensed.GetType().Name);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _queues.WaitAsync(_stopping.Token);
                TakeIn();
                if (Interlocked.Exchange(ref _tickDue, 0) == 1) TickOrSay();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void TickOrSay()
    {
        try
        {
            Tick();
        }
        catch (Exception e)
        {
            _log.TickFailed(e);
        }
    }

    private void Ring()
    {
        Interlocked.Exchange(ref _tickDue, 1);
        _queues.Wake();
    }
}

/// <summary>What perception says to people.</summary>
internal static partial class PerceptionLog
{
    [LoggerMessage(150, LogLevel.Error, "A {Kind} could not be taken in and was left out.")]
    public static partial void NotTakenIn(this ILogger log, Exception e, string kind);

    [LoggerMessage(151, LogLevel.Error, "A tick of perception failed; the next one comes in 250 ms. While this goes on, nothing new is seen.")]
    public static partial void TickFailed(this ILogger log, Exception e);

    [LoggerMessage(152, LogLevel.Warning, "What error budgets remembered could not be read from {Path}: {Problem}. They begin anew: windows are unknown until they have been seen again. The file is replaced within a minute.")]
    public static partial void NotRecalled(this ILogger log, string path, string problem);

    [LoggerMessage(153, LogLevel.Warning, "What error budgets remember could not be written to {Path}: {Problem}. It is tried again every minute; a restart until then forgets what was seen since the last time.")]
    public static partial void NotKept(this ILogger log, string path, string problem);
}
