using System.Runtime.CompilerServices;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Ports;

namespace Prunella.Actuators.Overlays;

/// <summary>Carries out temporary orders by telling gateways what to hold: the healer's end of the overlay protocol.</summary>
/// <remarks>
/// Every word is the whole state of a target with a lease; repeating it prolongs the lease, silence ends it. After a
/// restart the hub is empty, so nothing is said before <see cref="Open"/>: until then gateways keep what they hold.
/// Fenced: the target itself refuses a lower epoch. Safe for any number of threads.
/// </remarks>
public sealed class OverlayHub : IActuator
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private readonly SortedDictionary<string, OverlayTarget> _targets;
    private readonly SortedDictionary<string, string> _gatewayOf;
    private readonly TimeProvider _time;
    private long _epoch;

    /// <summary>Knows from the policies which gateway carries which service and which dependency.</summary>
    public OverlayHub(PolicySet policies, TimeProvider time)
    {
        _time = time;
        _targets = new(policies.Fleet.Gateways.ToDictionary(g => g, g => new OverlayTarget(g, time)), StringComparer.Ordinal);
        _gatewayOf = new(StringComparer.Ordinal);
        foreach (var service in policies.Services) _gatewayOf["service/" + service.Id] = service.Gateway;
        foreach (var dependency in policies.Dependencies) _gatewayOf["dependency/" + dependency.Id] = dependency.Gateway;
    }

    /// <inheritdoc/>
    public ActuatorDescription Describe() => new("gateway", [Verb.Eject, Verb.Weight, Verb.OpenBreaker, Verb.ServeFallback], Fenced: true);

    /// <summary>Begins to speak, with the loop's epoch.</summary>
    public void Open(long epoch)
    {
        Interlocked.Exchange(ref _epoch, epoch);
        foreach (var target in _targets.Values) target.Open(epoch);
    }

    /// <summary>Renews leases and drops what has outlived its grant; to be called about four times a second.</summary>
    public void Tick()
    {
        foreach (var target in _targets.Values) target.Tick();
    }

    /// <summary>True when a gateway of that name stands in the documents.</summary>
    public bool Knows(string target) => _targets.ContainsKey(target);

    /// <summary>The overlays of a target as they change, until cancelled.</summary>
    public async IAsyncEnumerable<Overlay> SubscribeAsync(string target, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var overlays = _targets[target].Subscribe();
        try
        {
            await foreach (var overlay in overlays.ReadAllAsync(cancellation)) yield return overlay;
        }
        finally
        {
            _targets[target].Unsubscribe(overlays);
        }
    }

    /// <summary>Takes a target's answer.</summary>
    public void Accept(OverlayReply reply)
    {
        if (_targets.TryGetValue(reply.Target, out var target)) target.Accept(reply);
    }

    /// <inheritdoc/>
    public async Task<OrderOutcome> ApplyAsync(RemediationOrder order, CancellationToken cancellation)
    {
        if (Refusal(order, out var target) is { } refusal) return new OrderOutcome(order.Id, OutcomeKind.Failed, refusal);
        var change = new OverlayChange(order.Id, KindOf(order.Verb), order.Subject, order.Amount);
        var reply = await AnswerAsync(target!.SetAsync(KeyOf(order), change, order.LeaseNanos), cancellation);
        if (reply is null && !target.IsConnected)
        {
            // Nobody was there to hear it: it is taken out again, so that it cannot take effect later unasked.
            _ = target.RemoveAsync(KeyOf(order), order.Id);
            return new OrderOutcome(order.Id, OutcomeKind.Failed, "no gateway holds the stream");
        }
        if (reply is null) return new OrderOutcome(order.Id, OutcomeKind.Unknown, "the gateway did not answer in time");
        if (!reply.Accepted) return new OrderOutcome(order.Id, OutcomeKind.Failed, reply.Detail);
        var result = reply.Results.FirstOrDefault(r => r.OrderId == order.Id);
        return result is { Applied: true }
            ? new OrderOutcome(order.Id, OutcomeKind.Succeeded, $"held by {reply.Target} as version {reply.Version}")
            : new OrderOutcome(order.Id, OutcomeKind.Failed, result?.Detail ?? "the gateway did not name it");
    }

    /// <inheritdoc/>
    public async Task<OrderOutcome> RevertAsync(RemediationOrder order, string revertId, CancellationToken cancellation)
    {
        if (TargetOf(order.Subject) is not { } target) return new OrderOutcome(revertId, OutcomeKind.Succeeded, "nothing of it was in effect");
        if (target.RemoveAsync(KeyOf(order), revertId) is not { } answer) return new OrderOutcome(revertId, OutcomeKind.Succeeded, "nothing of it was in effect");
        var reply = await AnswerAsync(answer, cancellation);
        return reply is { Accepted: true } || !target.IsConnected
            ? new OrderOutcome(revertId, OutcomeKind.Succeeded, reply is null ? "it lapses at the gateway" : $"gone from {reply.Target}")
            : new OrderOutcome(revertId, OutcomeKind.Unknown, reply?.Detail ?? "the gateway did not answer in time");
    }

    /// <inheritdoc/>
    public Task<bool?> ObserveAsync(RemediationOrder order, CancellationToken cancellation) =>
        Task.FromResult(TargetOf(order.Subject)?.Holds(KeyOf(order)));

    private async Task<OverlayReply?> AnswerAsync(Task<OverlayReply> answer, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(AnswerWithin, _time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    private string? Refusal(RemediationOrder order, out OverlayTarget? target)
    {
        target = TargetOf(order.Subject);
        if (!Describe().Verbs.Contains(order.Verb)) return $"overlays do not know {order.Verb}";
        if (target is null) return $"no gateway carries {order.Subject}";
        if (order.LeaseNanos <= 0) return "a temporary change needs a lease";
        if (order.ExpiresUnixNanos <= (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100) return "the order has expired";
        var epoch = Interlocked.Read(ref _epoch);
        return order.Epoch < epoch ? $"epoch {order.Epoch} is over; {epoch} has been seen" : null;
    }

    private OverlayTarget? TargetOf(Subject subject)
    {
        var key = subject.Kind == SubjectKind.Dependency ? subject.Text : "service/" + subject.Service;
        return _gatewayOf.TryGetValue(key, out var gateway) ? _targets.GetValueOrDefault(gateway) : null;
    }

    /// <summary>Ejection and weight are one thing at the target, so the later replaces the earlier.</summary>
    private static string KeyOf(RemediationOrder order) => (order.Verb switch
    {
        Verb.OpenBreaker => "breaker ",
        Verb.ServeFallback => "fallback ",
        _ => "share ",
    }) + order.Subject.Text;

    private static ChangeKind KindOf(Verb verb) => verb switch
    {
        Verb.Eject => ChangeKind.Eject,
        Verb.Weight => ChangeKind.Weight,
        Verb.OpenBreaker => ChangeKind.Breaker,
        _ => ChangeKind.Fallback,
    };
}
