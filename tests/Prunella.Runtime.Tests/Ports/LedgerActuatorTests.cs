using Prunella.Contracts;
using Prunella.PortContracts;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Tests.Ports;

/// <summary>The actuator contract can be kept: the plainest actuator with a plain target keeps it.</summary>
public sealed class LedgerActuatorTests : ActuatorContract
{
    protected override Task<IActuatorRig> StartAsync() => Task.FromResult<IActuatorRig>(new Rig());

    /// <summary>A target that holds orders by id and counts what took effect.</summary>
    private sealed class Target
    {
        public HashSet<string> Held { get; } = [];

        public int Effects { get; set; }

        public bool Gone { get; set; }
    }

    private sealed class LedgerActuator(Target target, Func<long> now) : IActuator
    {
        private readonly Dictionary<string, OrderOutcome> _answered = [];
        private long _epoch;

        public ActuatorDescription Describe() => new("ledger", [Verb.Eject], Fenced: true);

        public Task<OrderOutcome> ApplyAsync(RemediationOrder order, CancellationToken cancellation)
        {
            if (_answered.TryGetValue(order.Id, out var before)) return Task.FromResult(before);
            var refused = Refusal(order);
            if (refused is null)
            {
                target.Held.Add(order.Id);
                target.Effects++;
            }
            _epoch = Math.Max(_epoch, order.Epoch);
            var outcome = new OrderOutcome(order.Id, refused is null ? OutcomeKind.Succeeded : OutcomeKind.Failed, refused ?? "held");
            return Task.FromResult(_answered[order.Id] = outcome);
        }

        public Task<OrderOutcome> RevertAsync(RemediationOrder order, string revertId, CancellationToken cancellation)
        {
            target.Held.Remove(order.Id);
            return Task.FromResult(new OrderOutcome(revertId, OutcomeKind.Succeeded, "gone"));
        }

        public Task<bool?> ObserveAsync(RemediationOrder order, CancellationToken cancellation) =>
            Task.FromResult<bool?>(target.Gone ? null : target.Held.Contains(order.Id));

        private string? Refusal(RemediationOrder order)
        {
            if (target.Gone) return "the target is gone";
            if (order.Verb != Verb.Eject) return $"no such verb: {order.Verb}";
            if (order.Subject.Service != new ServiceId("checkout")) return $"no such subject: {order.Subject}";
            if (order.ExpiresUnixNanos <= now()) return "expired";
            return order.Epoch < _epoch ? $"epoch {order.Epoch} is older than {_epoch}" : null;
        }
    }

    private sealed class Rig : IActuatorRig
    {
        private readonly Target _target = new();

        public Rig() => Actuator = new LedgerActuator(_target, () => SomeRecords.Start);

        public IActuator Actuator { get; }

        public int Effects => _target.Effects;

        public RemediationOrder Order(string id, long epoch, int expiresInSeconds) => new(
            id, FleetId.Default, epoch, Verb.Eject, Subject.Parse("instance/checkout/checkout-2"), "ledger", 0, 0,
            SomeRecords.Start + expiresInSeconds * 1_000_000_000L);

        public Task HurtAsync(Hurt hurt)
        {
            if (hurt == Hurt.Gone) _target.Gone = true;
            else _target.Held.Clear();
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
