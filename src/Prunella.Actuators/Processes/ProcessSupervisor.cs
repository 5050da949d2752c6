using System.Collections.Concurrent;
using System.Globalization;

using Prunella.Contracts;
using Prunella.Runtime.Configuration;
using Prunella.Runtime.DataFolder;
using Prunella.Runtime.Ports;

namespace Prunella.Actuators.Processes;

/// <summary>Carries out orders on processes of this machine, and tells whether they live.</summary>
/// <remarks>
/// Fenced: the highest epoch seen is kept durably in the data folder and a lower one is refused. Idempotent by order id,
/// across restarts too, because the record of a process names the last order carried out on it.
/// Safe for any number of threads; calls for one instance wait for each other.
/// </remarks>
public sealed class ProcessSupervisor : IActuator, IDisposable
{
    private readonly SortedDictionary<InstanceId, SupervisedProcess> _processes = [];
    private readonly ConcurrentDictionary<InstanceId, SemaphoreSlim> _turns = new();
    private readonly HealerFolder _folder;
    private readonly TimeProvider _time;
    private readonly Lock _epochLock = new();
    private long _epoch;

    /// <summary>Finds what an earlier healer started; starts nothing.</summary>
    public ProcessSupervisor(IReadOnlyList<InstanceSetup> instances, HealerFolder folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        _epoch = ReadEpoch();
        foreach (var instance in instances.Where(i => i.Process is not null))
        {
            var process = new SupervisedProcess(instance.Id, instance.Process!, folder, time);
            process.Adopt();
            _processes[instance.Id] = process;
        }
    }

    /// <inheritdoc/>
    public ActuatorDescription Describe() => new("process", [Verb.Restart, Verb.Start, Verb.Stop, Verb.Scale], Fenced: true);

    /// <summary>At a cold start, when nothing of the fleet lives here, starts everything.</summary>
    /// <remarks>
    /// When something lives, an earlier healer ran a moment ago: what is dead now died meanwhile, and whether it is started
    /// again is the kernel's decision.
    /// </remarks>
    /// <returns>What could not be started, and why.</returns>
    public IReadOnlyList<string> EnsureStarted()
    {
        var failures = new List<string>();
        if (_processes.Values.Any(p => p.Record is { IsAlive: true })) return failures;
        foreach (var process in _processes.Values.Where(p => p.Record is null or { Wanted: true }))
        {
            try
            {
                process.Start("");
            }
            catch (InvalidOperationException e)
            {
                failures.Add($"{process.Instance}: {e.Message}");
            }
        }
        return failures;
    }

    /// <summary>What the platform says of each instance that should run.</summary>
    public IReadOnlyList<ProbeResult> Look()
    {
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        return
        [
            .. _processes.Values
                .Where(p => p.Record is { Wanted: true, Pid: > 0 })
                .Select(p => new ProbeResult(p.Instance, now, p.Record!.IsAlive ? ProbeOutcome.Ok : ProbeOutcome.Exited, 0, Witness.Platform)),
        ];
    }

    /// <summary>The process id of an instance that runs, or null.</summary>
    public int? PidOf(InstanceId instance) =>
        _processes.TryGetValue(instance, out var process) && process.Record is { IsAlive: true } record ? record.Pid : null;

    /// <inheritdoc/>
    public async Task<OrderOutcome> ApplyAsync(RemediationOrder order, CancellationToken cancellation)
    {
        if (Refusal(order) is { } refusal) return new OrderOutcome(order.Id, OutcomeKind.Failed, refusal);
        try
        {
            foreach (var process in Targets(order)) await CarryOutAsync(process.Process, process.Verb, order, cancellation);
            return new OrderOutcome(order.Id, OutcomeKind.Succeeded, $"{order.Verb} of {order.Subject}");
        }
        catch (OperationCanceledException)
        {
            return new OrderOutcome(order.Id, OutcomeKind.Unknown, "ended while it was being carried out");
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return new OrderOutcome(order.Id, OutcomeKind.Failed, e.Message);
        }
    }

    /// <inheritdoc/>
    public Task<OrderOutcome> RevertAsync(RemediationOrder order, string revertId, CancellationToken cancellation) =>
        Task.FromResult(new OrderOutcome(revertId, OutcomeKind.Succeeded, "a process that runs again leaves nothing to take back"));

    /// <inheritdoc/>
    public Task<bool?> ObserveAsync(RemediationOrder order, CancellationToken cancellation)
    {
        bool? held = order.Subject.Kind == SubjectKind.Instance && _processes.TryGetValue(order.Subject.Instance, out var process)
            ? process.Record is { } record && record.LastOrderId == order.Id && (order.Verb == Verb.Stop) != record.IsAlive
            : null;
        return Task.FromResult(held);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var turn in _turns.Values) turn.Dispose();
    }

    private async Task CarryOutAsync(SupervisedProcess process, Verb verb, RemediationOrder order, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(process.Instance, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            if (process.Record?.LastOrderId == order.Id) return;
            var alive = process.Record is { IsAlive: true };
            if (verb == Verb.Stop) await process.StopAsync(order.Id, cancellation);
            else if (verb == Verb.Restart) await process.StopAsync("", cancellation);
            if (verb == Verb.Restart || verb == Verb.Start && !alive) process.Start(order.Id);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The processes that an order is about; scaling starts the first so many by name and stops the rest.</summary>
    private IEnumerable<(SupervisedProcess Process, Verb Verb)> Targets(RemediationOrder order) => order.Verb == Verb.Scale
        ? _processes.Values.Where(p => p.Instance.Service == order.Subject.Service)
            .Select((p, i) => (p, i < order.Amount ? Verb.Start : Verb.Stop))
        : [(_processes[order.Subject.Instance], order.Verb)];

    private string? Refusal(RemediationOrder order)
    {
        if (!Describe().Verbs.Contains(order.Verb)) return $"the process supervisor does not know {order.Verb}";
        if (order.Verb == Verb.Scale ? order.Subject.Kind != SubjectKind.Service : order.Subject.Kind != SubjectKind.Instance)
            return $"{order.Subject} is no target for {order.Verb}";
        if (order.Verb != Verb.Scale && !_processes.ContainsKey(order.Subject.Instance)) return $"{order.Subject} is not supervised here";
        if (order.ExpiresUnixNanos <= (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100) return "the order has expired";
        lock (_epochLock)
        {
            if (order.Epoch < _epoch) return $"epoch {order.Epoch} is over; {_epoch} has been seen";
            if (order.Epoch == _epoch) return null;
            _epoch = order.Epoch;
            Directory.CreateDirectory(Path.GetDirectoryName(EpochFile)!);
            HealerFolder.WriteWhole(EpochFile, _epoch.ToString(CultureInfo.InvariantCulture));
            return null;
        }
    }

    private string EpochFile => Path.Combine(_folder.Root, "processes", "epoch");

    private long ReadEpoch() =>
        File.Exists(EpochFile) && long.TryParse(File.ReadAllText(EpochFile), CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;
}
