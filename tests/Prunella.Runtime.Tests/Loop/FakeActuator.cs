using System.Collections.Concurrent;
using System.Threading.Channels;

using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>A target that remembers what took effect and answers as the test says.</summary>
internal sealed class FakeActuator(string name) : IActuator, ITargetWatch
{
    private readonly Channel<string> _calls = Channel.CreateBounded<string>(1000);

    /// <summary>Orders that took effect, each as often as it did.</summary>
    public ConcurrentQueue<string> Effects { get; } = new();

    public ConcurrentDictionary<string, bool> Holds { get; } = new();

    /// <summary>What happens after the effect, before the answer.</summary>
    public Func<RemediationOrder, CancellationToken, Task<OrderOutcome>> Answer { get; set; } =
        (order, _) => Task.FromResult(new OrderOutcome(order.Id, OutcomeKind.Succeeded, "done"));

    /// <summary>What happens before the effect.</summary>
    public Func<RemediationOrder, Task> BeforeEffect { get; set; } = _ => Task.CompletedTask;

    public ActuatorDescription Describe() => new(name, [Verb.Restart, Verb.Eject], true);

    /// <summary>The next call, in the order in which they came: <c>apply ID</c>, <c>revert ID</c> or <c>observe ID</c>.</summary>
    public Task<string> NextCallAsync() => _calls.Reader.ReadAsync().AsTask().Soon();

    /// <summary>Who else is at the target.</summary>
    public string? Other { get; set; }

    public string? FindOther(RemediationOrder order) => Other;

    public int CallsWaiting => _calls.Reader.Count;

    public async Task<OrderOutcome> ApplyAsync(RemediationOrder order, CancellationToken cancellation)
    {
        _calls.Writer.TryWrite("apply " + order.Id);
        await BeforeEffect(order);
        if (Holds.TryAdd(order.Id, true)) Effects.Enqueue(order.Id);
        return await Answer(order, cancellation);
    }

    public Task<OrderOutcome> RevertAsync(RemediationOrder order, string revertId, CancellationToken cancellation)
    {
        _calls.Writer.TryWrite("revert " + order.Id);
        Holds.TryRemove(order.Id, out _);
        return Task.FromResult(new OrderOutcome(revertId, OutcomeKind.Succeeded, "given back"));
    }

    public Task<bool?> ObserveAsync(RemediationOrder order, CancellationToken cancellation)
    {
        _calls.Writer.TryWrite("observe " + order.Id);
        return Task.FromResult<bool?>(Holds.ContainsKey(order.Id));
    }
}
