using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Ports;
using Prunella.Runtime.Processes;

namespace Prunella.Actuators.Processes;

/// <summary>Carries out orders on processes of this machine, and tells whether they live.</summary>
/// <remarks>
/// Fenced: the highest epoch seen is kept durably in the data folder and a lower one is refused.
/// Idempotent by order id, across restarts too, because the record of a process names the last
/// orders carried out on it.
/// Safe for any number of threads; calls for one instance wait for each other.
/// </remarks>
public sealed class ProcessSupervisor : IActuator, ITargetWatch, IDisposable
{
    private readonly SortedDictionary<InstanceId, SupervisedProcess> _processes = [];
    private readonly ConcurrentDictionary<InstanceId, SemaphoreSlim> _turns = new();
    private readonly HealerFolder _folder;
    private readonly TimeProvider _time;
    private readonly Lock _epochLock = new();
    private readonly bool _cold;
    private long _epoch;

    /// <summary>Finds what an earlier healer started; starts nothing.</summary>
    public ProcessSupervisor(IReadOnlyList<InstanceSetup> instances, HealerFolder folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        _epoch = ReadEpoch();
        var marked = MarkedProcesses.Find(folder);
        var findings = new List<string>();
        foreach (var instance in instances.Where(i => i.Process is not null))
        {
            var process = new SupervisedProcess(instance.Id, instance.Process!, folder, time);
            findings.AddRange(process.Adopt([.. marked[instance.Id.ToString()]]));
            _processes[instance.Id] = process;
        }
        Findings = findings;
        // Asked here: once orders come, what one of them has started would hide that nothing lived.
        _cold = !_processes.Values.Any(p => p.Record is { IsAlive: true });
    }

    /// <summary>
    /// What a person should know of what was found at the start: records that cannot be read,
    /// processes that run twice.
    /// </summary>
    public IReadOnlyList<string> Findings { get; }

    /// <inheritdoc/>
    public ActuatorDescription Describe() =>
        new(VerbTable.Process, [Verb.Restart, Verb.Start, Verb.Stop, Verb.Scale], Fenced: true);

    /// <summary>
    /// Starts what was never started; at a cold start, when nothing of the fleet lived here,
    /// everything that should run.
    /// </summary>
    /// <remarks>
    /// When something lived, an earlier healer ran a moment ago: what is dead now died meanwhile,
    /// and whether it is started again is the kernel's decision. Orders may come at the same time,
    /// because a loop that takes over finishes what was begun: what an order is being carried out on
    /// is that order's to start.
    /// </remarks>
    /// <returns>What could not be started, and why.</returns>
    public IReadOnlyList<string> EnsureStarted()
    {
        var failures = new List<string>();
        foreach (var process in _processes.Values)
        {
            var turn = TurnOf(process);
            if (!turn.Wait(TimeSpan.Zero)) continue;
            try
            {
                if (IsMissing(process)) process.Start(process.Begun);
            }
            catch (Exception e) when (IsOfTheWorld(e))
            {
                failures.Add($"{process.Instance}: {e.Message}");
            }
            finally
            {
                turn.Release();
            }
        }
        return failures;
    }

    /// <summary>
    /// What the platform says of each instance that should run; silent about one that an order is
    /// being carried out on.
    /// </summary>
    public IReadOnlyList<ProbeResult> Look()
    {
        var now = Now();
        return
        [
            .. _processes.Values
                .Where(p => !p.IsBusy && p.Record is { Wanted: true })
                .Select(p => new ProbeResult(
                    p.Instance, now, p.Record!.IsAlive ? ProbeOutcome.Ok : ProbeOutcome.Exited, 0, Witness.Platform)),
        ];
    }

    /// <summary>The process id of an instance that runs, or null.</summary>
    public int? PidOf(InstanceId instance) =>
        _processes.TryGetValue(instance, out var process) && process.Record is { IsAlive: true } record
            ? record.Pid
            : null;

    /// <inheritdoc/>
    public async Task<OrderOutcome> ApplyAsync(RemediationOrder order, CancellationToken cancellation)
    {
        try
        {
            if (Refusal(order) is { } refusal) return new OrderOutcome(order.Id, OutcomeKind.Failed, refusal);
            foreach (var (process, verb) in Targets(order))
                await InTurnAsync(process, () => CarryOutAsync(process, verb, order.Id, cancellation), cancellation);
            return new OrderOutcome(order.Id, OutcomeKind.Succeeded, Say(order));
        }
        catch (OperationCanceledException)
        {
            return new OrderOutcome(order.Id, OutcomeKind.Unknown, "ended while it was being carried out");
        }
        catch (Exception e) when (IsOfTheWorld(e))
        {
            return new OrderOutcome(order.Id, OutcomeKind.Failed, e.Message);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// What an order stopped is started again; a process that was started or restarted leaves
    /// nothing to take back.
    /// </remarks>
    public async Task<OrderOutcome> RevertAsync(RemediationOrder order, string revertId, CancellationToken cancellation)
    {
        var started = 0;
        try
        {
            foreach (var process in Concerned(order)
                .Where(p => p.Record is { Wanted: false } record && record.Orders.Contains(order.Id)))
            {
                await InTurnAsync(
                    process, () => CarryOutAsync(process, Verb.Start, revertId, cancellation), cancellation);
                started++;
            }
            return new OrderOutcome(revertId, OutcomeKind.Succeeded, started == 0 ? "nothing to take back" : $"{started} started again");
        }
        catch (OperationCanceledException)
        {
            return new OrderOutcome(revertId, OutcomeKind.Unknown, "ended while it was being taken back");
        }
        catch (Exception e) when (IsOfTheWorld(e))
        {
            return new OrderOutcome(revertId, OutcomeKind.Failed, e.Message);
        }
    }

    /// <inheritdoc/>
    public Task<bool?> ObserveAsync(RemediationOrder order, CancellationToken cancellation)
    {
        try
        {
            var targets = Targets(order).ToArray();
            return Task.FromResult<bool?>(
                targets.Length > 0 && targets.All(t => Holds(t.Process.Instance, t.Verb, order.Id)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Task.FromResult<bool?>(null);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A debugger that holds a process tells that a person is at it.</remarks>
    public string? FindOther(RemediationOrder order) => Concerned(order)
        .Where(p => p.Record is { IsAlive: true })
        .Select(p => ProcessStat.TracerOf(p.Record!.Pid) is { } tracer
            ? $"a debugger (process {tracer}) holds {p.Instance}"
            : null)
        .FirstOrDefault(found => found is not null);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var turn in _turns.Values) turn.Dispose();
    }

    private static bool IsOfTheWorld(Exception e) =>
        e is InvalidOperationException or IOException or UnauthorizedAccessException;

    private static string Say(RemediationOrder order) => order.Verb switch
    {
        Verb.Scale => $"{order.Subject} runs {order.Amount}",
        Verb.Stop => $"{order.Subject} is stopped",
        _ => $"{order.Subject} is started",
    };

    /// <summary>Read from the record on disk and from /proc, never from what we remember of having done.</summary>
    private bool Holds(InstanceId instance, Verb verb, string orderId) =>
        ProcessRecord.Read(_folder, instance) is { } record && record.Orders.Contains(orderId)
        && record.IsAlive != (verb == Verb.Stop);

    private bool IsMissing(SupervisedProcess process) =>
        process.Record is not { } record || _cold && record is { Wanted: true, IsAlive: false };

    private SemaphoreSlim TurnOf(SupervisedProcess process) =>
        _turns.GetOrAdd(process.Instance, _ => new SemaphoreSlim(1));

    private async Task InTurnAsync(SupervisedProcess process, Func<Task> act, CancellationToken cancellation)
    {
        var turn = TurnOf(process);
        await turn.WaitAsync(cancellation);
        process.IsBusy = true;
        try
        {
            await act();
        }
        finally
        {
            process.IsBusy = false;
            turn.Release();
        }
    }

    private static async Task CarryOutAsync(
        SupervisedProcess process, Verb verb, string orderId, CancellationToken cancellation)
    {
        if (process.Record is { } record && record.Orders.Contains(orderId)) return;
        process.Intend(orderId);
        if (verb == Verb.Stop)
        {
            await process.StopAsync(cancellation);
            process.Rest(orderId);
        }
        else if (verb == Verb.Start && process.Record is { IsAlive: true })
        {
            process.Note(orderId);
        }
        else
        {
            await process.StopAsync(cancellation);
            process.Start(orderId);
        }
    }

    /// <summary>
    /// The processes that an order is about; scaling starts the first so many by name and stops the
    /// rest.
    /// </summary>
    private IEnumerable<(SupervisedProcess Process, Verb Verb)> Targets(RemediationOrder order) =>
        Concerned(order).Select(
            (p, i) => (p, order.Verb != Verb.Scale ? order.Verb : i < order.Amount ? Verb.Start : Verb.Stop));

    private IEnumerable<SupervisedProcess> Concerned(RemediationOrder order) => order.Subject.Kind switch
    {
        SubjectKind.Service => _processes.Values.Where(p => p.Instance.Service == order.Subject.Service),
        SubjectKind.Instance when _processes.TryGetValue(order.Subject.Instance, out var process) => [process],
        _ => [],
    };

    private string? Refusal(RemediationOrder order)
    {
        if (!Describe().Verbs.Contains(order.Verb)) return $"the process supervisor does not know {order.Verb}";
        if (order.Subject.Kind != (order.Verb == Verb.Scale ? SubjectKind.Service : SubjectKind.Instance))
            return $"{order.Subject} is no target for {order.Verb}";
        var concerned = Concerned(order).Count();
        if (concerned == 0) return $"{order.Subject} is not supervised here";
        if (order.Verb == Verb.Scale && (order.Amount < 0 || order.Amount > concerned))
            return $"{order.Subject} has {concerned} declared instances; {order.Amount} cannot run";
        if (order.ExpiresUnixNanos <= Now()) return "the order has expired";
        lock (_epochLock)
        {
            if (order.Epoch < _epoch) return $"epoch {order.Epoch} is over; {_epoch} has been seen";
            if (order.Epoch == _epoch) return null;
            Directory.CreateDirectory(Path.GetDirectoryName(EpochFile)!);
            HealerFolder.WriteWhole(EpochFile, order.Epoch.ToString(CultureInfo.InvariantCulture));
            _epoch = order.Epoch;
            return null;
        }
    }

    private long Now() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    private string EpochFile => Path.Combine(_folder.Root, "processes", "epoch");

    private long ReadEpoch() =>
        File.Exists(EpochFile)
        && long.TryParse(File.ReadAllText(EpochFile), CultureInfo.InvariantCulture, out var epoch)
            ? epoch
            : 0;
}
