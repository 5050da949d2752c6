using System.Runtime.CompilerServices;

using Prunella.Actuators.Overlays;
using Prunella.Actuators.Processes;
using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;
using Prunella.Senses.Probes;
using Prunella.Senses.Rehearsals;
using Prunella.Server.Policies;
using Prunella.Storage.Audit;
using Prunella.Storage.Signals;
using Prunella.Storage.Sqlite;

namespace Prunella.Server;

/// <summary>One fleet's healer, put together: the only place where the rooms meet.</summary>
/// <remarks>
/// Start: perception, then the loop (which recovers), then the overlay hub opens, supervised processes start
/// where nothing runs yet, probes begin. Stop: probes, perception, loop, journal; supervised processes and
/// gateways go on.
/// </remarks>
internal sealed class FleetHost : IAsyncDisposable
{
    private readonly FleetConfiguration _configuration;
    private readonly HealerFolder _folder;
    private readonly SqliteJournal _journal;
    private readonly FleetPerception _perception;
    private readonly EffectDispatcher _dispatcher;
    private readonly ProcessSupervisor _supervisor;
    private readonly ProbeScheduler _probes;
    private readonly Rehearser _rehearser;
    private readonly IncidentArchive _archive;
    private readonly NotificationLog _notifications;
    private readonly SignalRecorder _recorder;
    private readonly HealerMetrics _metrics = new();
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private Task _beating = Task.CompletedTask;

    public FleetHost(FleetConfiguration configuration, HealerFolder folder, SqliteJournal journal, ILoggerFactory log,
        TimeProvider time, Func<IReadOnlyList<ShedCount>> refused)
    {
        (_configuration, _folder, _journal, _time) = (configuration, folder, journal, time);
        var (inbox, clock, brake) = (new LoopInbox(time), new LoopClock(time), new Brake(folder));
        _perception = new FleetPerception(configuration.Policies, inbox, clock, _metrics,
            log.CreateLogger<FleetPerception>())
        {
            MemoryFile = folder.Judgement,
        };
        Views = new FleetViews(Id, () => _perception.Picture, refused);
        Hub = new OverlayHub(configuration.Policies, time);
        _supervisor = new ProcessSupervisor(configuration.Instances, folder, time);
        _dispatcher = new EffectDispatcher([Hub, _supervisor], inbox, clock, brake, _metrics,
            log.CreateLogger<EffectDispatcher>());
        _notifications = new NotificationLog(folder, log.CreateLogger<NotificationLog>());
        var codec = new JournalRecordCodec();
        _rehearser = new Rehearser(configuration, inbox, time, log.CreateLogger<Rehearser>());
        var hands = new LoopHands(
            inbox, clock, brake, _dispatcher, _perception, _perception, _rehearser, _notifications, _metrics);
        Loop = new ControlLoopService(LoopSetup.From(configuration), journal, codec, hands, Views,
            log.CreateLogger<ControlLoopService>());
        _archive = new IncidentArchive(Id, journal, codec, Views);
        _recorder = new SignalRecorder(SqliteSignalHistory.Open(folder.Signals, time), () => _perception.Picture,
            log.CreateLogger<SignalRecorder>());
        _probes = new ProbeScheduler(_perception.Sink, time, log.CreateLogger<ProbeScheduler>());
    }

    public FleetId Id => _configuration.Policies.Fleet.Id;

    public ControlLoopService Loop { get; }

    public FleetViews Views { get; }

    public OverlayHub Hub { get; }

    public ISignalHistory Signals => _recorder.History;

    public ISenseSink Sink => _perception.Sink;

    /// <summary>What of a configuration can only be taken up by a start.</summary>
    public IReadOnlyList<string> BeyondPolicies(FleetConfiguration next) =>
        PolicyUpload.BeyondPolicies(_configuration, next);

    /// <summary>Keeps the content of policies beside the journal, before a record names them.</summary>
    public Task KeepPoliciesAsync(FleetConfiguration next, CancellationToken cancellation) =>
        _journal.Attic.SaveContentAsync(next.Hash, next.Content, cancellation);

    public FleetStatus Status() => Views.Status();

    /// <summary>Somebody tells of a deploy that begins now.</summary>
    public void Deployed(ServiceId service, string version) => _perception.Deployed(service, version);

    public Task<IncidentStory?> StoryAsync(string id, CancellationToken cancellation) =>
        _archive.FindAsync(id, cancellation);

    public Task<AuditReport> AuditAsync(CancellationToken cancellation) =>
        JournalAuditor.VerifyAsync(_folder.Journal, cancellation);

    /// <summary>The service whose declared instance lives at an address, or null.</summary>
    public ServiceId? ServiceAt(string host, int port)
    {
        foreach (var instance in _configuration.Instances)
        {
            if (instance.Address.Host == host && instance.Address.Port == port) return instance.Id.Service;
        }
        return null;
    }

    /// <summary>The status once a second, and at once when the journal has grown.</summary>
    public async IAsyncEnumerable<FleetStatus> StatusStreamAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), _time);
        for (var (beat, sequence) = (0, -1L); await timer.WaitForNextTickAsync(cancellation); beat++)
        {
            var status = Status();
            if (status.Sequence == sequence && beat % 2 != 0) continue;
            sequence = status.Sequence;
            yield return status;
        }
    }

    public async Task StartAsync(ILogger logger, CancellationToken cancellation)
    {
        await _perception.StartAsync(cancellation);
        await Loop.StartAsync(cancellation);
        Hub.Open(Views.Status().Epoch);
        foreach (var finding in _supervisor.Findings) ServerLog.Found(logger, finding);
        foreach (var failure in _supervisor.EnsureStarted()) ServerLog.NotStarted(logger, failure);
        _probes.Start(_configuration.Instances);
        _rehearser.Start();
        _beating = BeatAsync();
    }

    public async Task StopAsync()
    {
        await _probes.StopAsync();
        await _rehearser.StopAsync();
        await _perception.StopAsync(CancellationToken.None);
        await Loop.StopAsync(CancellationToken.None);
        await _stopping.CancelAsync();
        await _beating;
    }

    public async ValueTask DisposeAsync()
    {
        await _probes.DisposeAsync();
        await _rehearser.DisposeAsync();
        Loop.Dispose();
        _perception.Dispose();
        _dispatcher.Dispose();
        _supervisor.Dispose();
        _metrics.Dispose();
        _stopping.Dispose();
        await _notifications.DisposeAsync();
        await _recorder.DisposeAsync();
        await _journal.DisposeAsync();
    }

    /// <summary>Four times a second: leases are renewed on the wire, and the platform is asked who has died.</summary>
    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), _time);
        try
        {
            for (var beat = 0; await timer.WaitForNextTickAsync(_stopping.Token); beat++)
            {
                Hub.Tick();
                foreach (var result in _supervisor.Look())
                {
                    if (result.Outcome == ProbeOutcome.Exited || beat % 4 == 0) Sink.Accept(result);
                }
                await _recorder.RecordAsync(_stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
