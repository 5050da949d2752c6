using System.Runtime.CompilerServices;
using System.Threading.Channels;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Runtime.Ports;

namespace Prunella.Actuators.Overlays;

/// <summary>
/// Carries out temporary orders by telling gateways what to hold: the healer's end of the overlay
/// protocol.
/// </summary>
/// <remarks>
/// Every word is the whole state of a target with a lease; repeating it prolongs the lease, silence ends it. After a
/// restart the hub is empty, so nothing is said before <see cref="Open"/>: until then gateways keep what they hold.
/// Fenced: the target itself refuses a lower epoch. Safe for any number of threads.
/// </remarks>
public sealed class OverlayHub : IActuator
{
    /// <summary>
    /// A target answers within milliseconds or not at all; the rest is room for it to connect
    /// again.
    /// </summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Answers kept, so that an order that comes twice is carried out once; chosen by feel, far
    /// above what is in flight.
    /// </summary>
    private const int MostAnswers = 256;

    private readonly SortedDictionary<string, OverlayTarget> _targets;
    private readonly SortedDictionary<string, string> _gatewayOf;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OrderOutcome> _answered = new(StringComparer.Ordinal);
    private readonly Queue<string> _answeredInOrder = new();
    private long _epoch;

    /// <summary>Knows from the policies which gateway carries which service and which dependency.</summary>
    public OverlayHub(PolicySet policies, TimeProvider time)
    {
        _time = time;
        _targets = new(StringComparer.Ordinal);
        foreach (var name in policies.Fleet.Gateways) _targets[name] = new OverlayTarget(name, time, AnswerWithin);
        _gatewayOf = new(StringComparer.Ordinal);
        foreach (var service in policies.Services) _gatewayOf["service/" + service.Id] = service.Gateway;
        foreach (var dependency in policies.Dependencies) _gatewayOf["dependency/" + dependency.Id] = dependency.Gateway;
    }

    /// <inheritdoc/>
    public ActuatorDescription Describe() => new(
        VerbTable.Gateway, [Verb.Eject, Verb.Weight, Verb.OpenBreaker, Verb.ServeFallback, Verb.Shift], Fenced: true);

    /// <summary>Begins to speak, with the loop's epoch.</summary>
    public void Open(long epoch)
    {
        lock (_lock) _epoch = epoch;
        foreach (var target in _targets.Values) target.Open(epoch);
    }

    /// <summary>
    /// Renews leases and drops what has outlived its grant; to be called about four times a second.
    /// </summary>
    public void Tick()
    {
        foreach (var target in _targets.Values) target.Tick();
    }

    /// <summary>True when a gateway of that name stands in the documents.</summary>
    public bool Knows(string target) => _targets.ContainsKey(target);

    /// <summary>The overlays of a target as they change, until cancelled.</summary>
    public async IAsyncEnumerable<Overlay> SubscribeAsync(
        string target, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var overlays = Subscribe(target);
        try
        {
            await foreach (var overlay in overlays.ReadAllAsync(cancellation)) yield return overlay;
        }
        finally
        {
            Unsubscribe(target, overlays);
        }
    }

    internal ChannelReader<Overlay> Subscribe(string target) => _targets[target].Subscribe();

    internal void Unsubscribe(string target, ChannelReader<Overlay> overlays) => _targets[target].Unsubscribe(overlays);

    /// <summary>Takes a target's answer.</summary>
    public void Accept(OverlayReply reply)
    {
        if (_targets.TryGetValue(reply.Target, out var target)) target.Accept(reply);
    }

    /// <inheritdoc/>
    public async Task<OrderOutcome> ApplyAsync(RemediationOrder order, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_answered.TryGetValue(order.Id, out var before)) return before;
        }
        if (Refusal(order, out var target) is { } refusal)
            return new OrderOutcome(order.Id, OutcomeKind.Failed, refusal);
        var change = new OverlayChange(order.Id, KindOf(order.Verb), order.Subject, order.Amount);
        var answer = await target!.SetAsync(
            KeyOf(order), change, TimeSpan.FromTicks(order.LeaseNanos / 100), cancellation);
        var outcome = OutcomeOf(order, answer);
        if (outcome.Kind != OutcomeKind.Unknown) Remember(outcome);
        return outcome;
    }

    /// <inheritdoc/>
    public async Task<OrderOutcome> RevertAsync(RemediationOrder order, string revertId, CancellationToken cancellation)
    {
        if (TargetOf(order.Subject) is not { } target)
            return new OrderOutcome(revertId, OutcomeKind.Succeeded, "no gateway carries it, so nothing of it was in effect");
        var key = KeyOf(order);
        var answer = await target.RemoveAsync(key, cancellation);
        return answer.Reply switch
        {
            { Accepted: true } reply => new OrderOutcome(revertId, OutcomeKind.Succeeded, $"not held by {reply.Target} since version {reply.Version}"),
            _ when target.Holds(key) == false => new OrderOutcome(revertId, OutcomeKind.Succeeded, "its lease is over and was not renewed"),
            { } reply => new OrderOutcome(revertId, OutcomeKind.Unknown, reply.Detail),
            _ => new OrderOutcome(revertId, OutcomeKind.Unknown, "the gateway did not answer in time; it lapses there within 18 s"),
        };
    }

    /// <inheritdoc/>
    public Task<bool?> ObserveAsync(RemediationOrder order, CancellationToken cancellation) =>
        Task.FromResult(TargetOf(order.Subject)?.Holds(KeyOf(order)));

    private static OrderOutcome OutcomeOf(RemediationOrder order, Answer answer)
    {
        if (!answer.Said) return new OrderOutcome(order.Id, OutcomeKind.Failed, "no gateway holds the stream, so nothing was sent");
        if (answer.Reply is not { } reply) return new OrderOutcome(order.Id, OutcomeKind.Unknown, "the gateway did not answer in time");
        if (!reply.Accepted) return new OrderOutcome(order.Id, OutcomeKind.Failed, reply.Detail);
        return reply.Results.FirstOrDefault(r => r.OrderId == order.Id) switch
        {
            { Applied: true } => new OrderOutcome(order.Id, OutcomeKind.Succeeded, $"held by {reply.Target} as version {reply.Version}"),
            { } refused => new OrderOutcome(order.Id, OutcomeKind.Failed, refused.Detail),
            null => new OrderOutcome(order.Id, OutcomeKind.Failed, "the gateway did not name it: a later order took its place"),
        };
    }

    private void Remember(OrderOutcome outcome)
    {
        lock (_lock)
        {
            if (!_answered.TryAdd(outcome.OrderId, outcome)) return;
            _answeredInOrder.Enqueue(outcome.OrderId);
            if (_answeredInOrder.Count > MostAnswers) _answered.Remove(_answeredInOrder.Dequeue());
        }
    }

    private string? Refusal(RemediationOrder order, out OverlayTarget? target)
    {
        target = TargetOf(order.Subject);
        if (!Describe().Verbs.Contains(order.Verb)) return $"overlays do not know {order.Verb}";
        if (target is null) return $"no gateway carries {order.Subject}";
        if (order.LeaseNanos <= 0) return "a temporary change needs a lease";
        if (order.ExpiresUnixNanos <= (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100) return "the order has expired";
        lock (_lock)
        {
            if (order.Epoch < _epoch) return $"epoch {order.Epoch} is over; {_epoch} has been seen";
            if (order.Epoch == _epoch) return null;
            _epoch = order.Epoch;
        }
        foreach (var each in _targets.Values) each.Raise(order.Epoch);
        return null;
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
        Verb.Shift => "shift ",
        _ => "share ",
    }) + order.Subject.Text;

    private static ChangeKind KindOf(Verb verb) => verb switch
    {
        Verb.Eject => ChangeKind.Eject,
        Verb.Weight => ChangeKind.Weight,
        Verb.OpenBreaker => ChangeKind.Breaker,
        Verb.Shift => ChangeKind.Shift,
        _ => ChangeKind.Fallback,
    };
}
