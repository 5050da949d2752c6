using System.Security.Cryptography;
using System.Text.Json;

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Kernel;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Loop;
using Prunella.Runtime.Perception;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Views;
using Prunella.Runtime.Wire;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>What a rig is made of; what is not given is its own.</summary>
internal sealed record RigSetup(
    MemoryDisk? Disk = null,
    FakeActuator? World = null,
    Func<KernelState, Stamped, Decision>? Script = null,
    FakeTimeProvider? Time = null,
    HealerFolder? Folder = null,
    PolicySet? Policies = null,
    int SnapshotEvery = 1000,
    IJournal? Journal = null);

/// <summary>One healer's loop with its hands, over a disk and a world that outlive it.</summary>
internal sealed class LoopRig : IVerifier, IMarkLearner, IRehearser, INotifier, IAsyncDisposable
{
    private readonly TempFolder? _own;
    private readonly LoopJournal _journal;

    public LoopRig(RigSetup rig)
    {
        Disk = rig.Disk ?? new MemoryDisk();
        World = rig.World ?? new FakeActuator("process");
        Time = rig.Time ?? new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddTicks(Some.Start / 100));
        if (rig.Folder is null) _own = new TempFolder();
        Folder = rig.Folder ?? _own!.Healer;
        var set = rig.Policies ?? PolicySet.Empty;
        var content = JsonSerializer.SerializeToUtf8Bytes(set, WireJson.Options);
        var setup = new LoopSetup(FleetId.Default, set, Convert.ToHexStringLower(SHA256.HashData(content)), content, rig.SnapshotEvery);
        Inbox = new LoopInbox(Time);
        Clock = new LoopClock(Time);
        Brake = new Brake(Folder);
        Dispatcher = new EffectDispatcher([World], Inbox, Clock, Brake, Metrics, NullLogger<EffectDispatcher>.Instance);
        Views = new FleetViews(FleetId.Default, () => PerceptionPicture.Empty);
        var rules = rig.Script is null ? KernelRules.Real : KernelRules.Real with { Decide = rig.Script };
        IRecordCodec codec = rig.Journal is null ? Disk : new JournalRecordCodec();
        _journal = new LoopJournal(setup, rig.Journal ?? Disk, codec, NullLogger.Instance);
        Service = new ControlLoopService(
            setup, _journal, rules, new LoopHands(Inbox, Clock, Brake, Dispatcher, this, this, this, this, Metrics), Views, NullLogger.Instance);
    }

    public MemoryDisk Disk { get; }

    public FakeActuator World { get; }

    public FakeTimeProvider Time { get; }

    public HealerFolder Folder { get; }

    public LoopInbox Inbox { get; }

    public LoopClock Clock { get; }

    public Brake Brake { get; }

    public HealerMetrics Metrics { get; } = new();

    public EffectDispatcher Dispatcher { get; }

    public FleetViews Views { get; }

    public ControlLoopService Service { get; }

    public List<Notification> Told { get; } = [];

    public List<string> Verifications { get; } = [];

    public static async Task<LoopRig> StartedAsync(RigSetup setup)
    {
        var rig = new LoopRig(setup);
        await rig.Service.StartAsync(CancellationToken.None);
        return rig;
    }

    public Task<CommandResult> SubmitAsync(KernelInput input) =>
        Service.SubmitAsync(new Actor(ActorKind.Person, "ada"), input).Soon();

    public List<IReadOnlyList<MarkedAlarm>> Learnt { get; } = [];

    public void Learn(IReadOnlyList<MarkedAlarm> alarms) => Learnt.Add(alarms);

    public List<IReadOnlyList<PlannedRehearsal>> Plans { get; } = [];

    public List<string> Rehearsals { get; } = [];

    public void Plan(IReadOnlyList<PlannedRehearsal> plan) => Plans.Add(plan);

    public void Try(Kernel.Recipes.RehearsalKind kind, Subject subject, int requests) => Rehearsals.Add($"{kind} {subject} {requests}");

    public void Begin(VerificationRequest request) => Verifications.Add("begin " + request.Remediation);

    public void End(string remediation) => Verifications.Add("end " + remediation);

    public void Tell(Notification notification) => Told.Add(notification);

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync(new CancellationToken(true)).Soon();
        Service.Dispose();
        Metrics.Dispose();
        _own?.Dispose();
    }
}

/// <summary>A data folder of a test's own.</summary>
internal sealed class TempFolder : IDisposable
{
    public HealerFolder Healer { get; } = new(Directory.CreateTempSubdirectory("prunella-test-").FullName);

    public void Freeze(string words) => File.WriteAllText(Healer.FreezeFile, words);

    public void Dispose() => Directory.Delete(Healer.Root, recursive: true);
}

/// <summary>A wait that must end: one that does not is a missing event, and the test says so instead of hanging.</summary>
internal static class Waiting
{
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    public static Task Soon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(30));
}
