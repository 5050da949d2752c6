using Microsoft.Extensions.Logging;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Inputs;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Loop;

/// <summary>The only caller of actuators.</summary>
/// <remarks>
/// Intuition: between the decision and the act lies time, and in that time somebody may have pulled
/// the brake, another healer may have taken over, or the order may have grown old. So all three are
/// asked once more at the last moment, and a refusal is an answer like any other: failed, with the
/// reason, nothing in effect.
/// <para>
/// Order: calls for one subject run one after another and never overlap; calls for different
/// subjects run side by side, at most <see cref="MostCalls"/> at once. Answers are never lost: they
/// wait for room in the inbox. Time: a call may last until its order expires, and at most
/// <see cref="LongestCall"/>; then its outcome is unknown. A call that ignores its cancellation
/// blocks its subject, not the others. Freeze: orders are refused; renewals and reverts pass,
/// because they change nothing or lead back to the baseline.
/// </para>
/// An exception of an actuator is an unknown outcome: the effect may have happened.
/// </remarks>
public sealed class EffectDispatcher : IDisposable
{
    /// <summary>Calls at once over all subjects; chosen by feel, above any fleet's cap of
    /// remediations at once.</summary>
    public const int MostCalls = 8;

    /// <summary>Calls waiting per subject; a subject has one remediation at a time, so more means a
    /// target that hangs.</summary>
    public const int MostWaiting = 64;

    /// <summary>The longest a call may last: a process's stop deadline and start, with
    /// room.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyDictionary<string, IActuator> _actuators;
    private readonly LoopInbox _inbox;
    private readonly LoopClock _clock;
    private readonly Brake _brake;
    private readonly HealerMetrics _metrics;
    private readonly ILogger<EffectDispatcher> _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Errand>> _bySubject = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _workers = [];
    private readonly SemaphoreSlim _calls = new(MostCalls);
    private long _epoch;
    private string? _halted;
    private bool _revertsPass;

    /// <summary>A dispatcher over the given actuators, found by
    /// <see cref="ActuatorDescription.Name"/>.</summary>
    public EffectDispatcher(
        IEnumerable<IActuator> actuators,
        LoopInbox inbox,
        LoopClock clock,
        Brake brake,
        HealerMetrics metrics,
        ILogger<EffectDispatcher> log)
    {
        _actuators = actuators.ToDictionary(a => a.Describe().Name, StringComparer.Ordinal);
        _inbox = inbox;
        _clock = clock;
        _brake = brake;
        _metrics = metrics;
        _log = log;
    }

    /// <summary>Sends an order whose intent is durable.</summary>
    /// <param name="order">The order.</param>
    /// <param name="renewal">It only prolongs a lease.</param>
    internal void Send(RemediationOrder order, bool renewal) =>
        Enqueue(new Errand(renewal ? ErrandKind.Renew : ErrandKind.Apply, order, order.Id));

    /// <summary>Takes an order back.</summary>
    internal void Revert(RevertOrder revert) => Enqueue(new Errand(ErrandKind.Revert, revert.Order, revert.RevertId));

    /// <summary>Reads a target.</summary>
    internal void Observe(RemediationOrder order) => Enqueue(new Errand(ErrandKind.Observe, order, order.Id));

    /// <summary>The epoch that orders must carry.</summary>
    internal void Open(long epoch)
    {
        lock (_lock) _epoch = epoch;
    }

    /// <summary>Does nothing any more from this moment on; calls under way are left to
    /// end.</summary>
    /// <param name="why">Stands in every refusal.</param>
    /// <param name="revertsPass">Still takes back: true when the journal failed, false when another
    /// healer has taken over.</param>
    internal void Halt(string why, bool revertsPass)
    {
        lock (_lock)
        {
            _halted = why;
            _revertsPass = revertsPass;
        }
    }

    /// <summary>Completes when no call is under way and none waits.</summary>
    internal async Task IdleAsync()
    {
        while (true)
        {
            Task[] workers;
            lock (_lock) workers = [.. _workers];
            if (workers.Length == 0) return;
            await Task.WhenAll(workers);
        }
    }

    /// <summary>Call it when <see cref="IdleAsync"/> has completed.</summary>
    public void Dispose() => _calls.Dispose();

    private void Enqueue(Errand errand)
    {
        lock (_lock)
        {
            var subject = errand.Order.Subject.Text;
            if (_bySubject.TryGetValue(subject, out var waiting))
            {
                if (waiting.Count < MostWaiting) waiting.Enqueue(errand);
                else Track(AnswerAsync(errand, errand.Answer(OutcomeKind.Failed, $"{MostWaiting} calls wait for {subject}; its target hangs")));
                return;
            }
            var queue = new Queue<Errand>([errand]);
            _bySubject[subject] = queue;
            Track(Task.Run(() => WorkAsync(subject, queue)));
        }
    }

    private void Track(Task worker)
    {
        _workers.Add(worker);
        _ = worker.ContinueWith(
            done =>
            {
                lock (_lock) _workers.Remove(done);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task WorkAsync(string subject, Queue<Errand> queue)
    {
        while (true)
        {
            Errand errand;
            lock (_lock)
            {
                if (queue.Count == 0)
                {
                    _bySubject.Remove(subject);
                    return;
                }
                errand = queue.Dequeue();
            }
            await RunAsync(errand);
        }
    }

    private async Task RunAsync(Errand errand)
    {
        Task<KernelInput> call;
        KernelInput answer;
        await _calls.WaitAsync();
        try
        {
            using var limit = new CancellationTokenSource(TimeFor(errand), _clock.Time);
            call = WhyNot(errand) is { } veto
                ? Task.FromResult(errand.Answer(OutcomeKind.Failed, veto))
                : GuardAsync(errand, limit.Token);
            answer = await InTimeAsync(call, errand, limit.Token);
        }
        finally
        {
            _calls.Release();
        }
        // Only now, so that a full inbox does not keep others from being called.
        await AnswerAsync(errand, answer);
        if (call.IsCompleted) return;
        // A call that ignores its cancellation keeps its subject: calls for it never overlap.
        _log.ActuatorLate(errand.Order.Actuator, errand.Order.Id, errand.Order.Subject.Text);
        await call;
    }

    private string? WhyNot(Errand errand)
    {
        if (!_actuators.ContainsKey(errand.Order.Actuator))
            return $"there is no actuator '{errand.Order.Actuator}'; this healer has: {string.Join(", ", _actuators.Keys.Order(StringComparer.Ordinal))}";
        string? halted;
        long epoch;
        lock (_lock)
        {
            halted = errand.Kind == ErrandKind.Revert && _revertsPass ? null : _halted;
            epoch = _epoch;
        }
        if (halted is not null) return halted;
        if (errand.Kind is ErrandKind.Revert or ErrandKind.Observe) return null;
        if (errand.Order.Epoch != epoch) return $"the order is of epoch {errand.Order.Epoch}, the loop of {epoch}";
        if (errand.Order.ExpiresUnixNanos <= _clock.Now()) return "the order expired before it could be carried out";
        return errand.Kind == ErrandKind.Renew
            ? null
            : _brake.WhyFrozen() ?? _brake.WhyUntouchable(errand.Order.Subject);
    }

    private TimeSpan TimeFor(Errand errand)
    {
        if (errand.Kind is ErrandKind.Revert or ErrandKind.Observe) return LongestCall;
        var left = TimeSpan.FromMilliseconds(Math.Max(1, (errand.Order.ExpiresUnixNanos - _clock.Now()) / 1_000_000));
        return left < LongestCall ? left : LongestCall;
    }

    private async Task<KernelInput> GuardAsync(Errand errand, CancellationToken cancellation)
    {
        try
        {
            var actuator = _actuators[errand.Order.Actuator];
            // Somebody else may have come to the target since it was decided: his change wins.
            if (errand.Kind == ErrandKind.Apply && (actuator as ITargetWatch)?.FindOther(errand.Order) is { } other)
                return new TargetChanged(errand.Order.Id, other);
            return await errand.CallAsync(actuator, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return errand.Answer(OutcomeKind.Unknown, "no answer in time");
        }
        catch (Exception e)
        {
            // An actuator that throws has broken its contract; what it did by then is not known.
            _log.ActuatorThrew(e, errand.Order.Actuator, errand.Order.Id);
            return errand.Answer(OutcomeKind.Unknown, $"the actuator failed: {e.Message}");
        }
    }

    private static async Task<KernelInput> InTimeAsync(Task<KernelInput> call, Errand errand, CancellationToken limit)
    {
        try
        {
            return await call.WaitAsync(limit);
        }
        catch (OperationCanceledException)
        {
            return errand.Answer(OutcomeKind.Unknown, "no answer in time");
        }
    }

    private async Task AnswerAsync(Errand errand, KernelInput answer)
    {
        if (answer is OrderAnswered { Outcome: var outcome })
        {
            _metrics.Answered(errand.Order.Verb, outcome.Kind);
            var what = $"{errand.Order.Verb} {errand.Order.Subject}";
            _log.OrderAnswered(what, outcome.OrderId, outcome.Kind.ToString(), outcome.Detail);
        }
        try
        {
            await _inbox.PostAsync(Actor.System(errand.Order.Actuator), answer, CancellationToken.None);
        }
        catch (LoopEndedException)
        {
            // Nobody is left to hear it; the next loop reads the target.
        }
    }
}
