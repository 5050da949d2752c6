using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Silences;
using Prunella.Kernel.State;
using Prunella.Runtime.Loop;

namespace Prunella.Runtime.Tests.Loop;

/// <summary>Keeps the promises of the hands: one at a time per subject, asked once more at the last moment, no answer lost.</summary>
public sealed class EffectDispatcherTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddTicks(Some.Start / 100));
    private readonly TempFolder _folder = new();
    private readonly FakeActuator _actuator = new("process");
    private readonly HealerMetrics _metrics = new();
    private readonly Brake _brake;
    private LoopInbox _inbox;
    private EffectDispatcher _dispatcher;

    public EffectDispatcherTests()
    {
        _brake = new Brake(_folder.Healer);
        _inbox = new LoopInbox(_time);
        _dispatcher = Dispatcher();
    }

    public void Dispose()
    {
        _dispatcher.Dispose();
        _metrics.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Reports_the_outcome_under_the_orders_id()
    {
        _dispatcher.Send(Some.Order("o1"), renewal: false);

        Assert.Equal(new OrderOutcome("o1", OutcomeKind.Succeeded, "done"), await AnswerAsync());
    }

    [Fact]
    public async Task Refuses_an_order_for_an_actuator_it_does_not_have()
    {
        _dispatcher.Send(Some.Order("o1", actuator: "page"), renewal: false);

        var answer = await AnswerAsync();
        Assert.Equal(OutcomeKind.Failed, answer.Kind);
        Assert.Equal("there is no actuator 'page'; this healer has: process", answer.Detail);
    }

    [Fact]
    public async Task Refuses_an_order_of_another_epoch()
    {
        _dispatcher.Send(Some.Order("o1", epoch: 2), renewal: false);

        Assert.Equal("the order is of epoch 2, the loop of 1", (await AnswerAsync()).Detail);
        Assert.Empty(_actuator.Effects);
    }

    [Fact]
    public async Task Refuses_an_order_that_grew_old_while_it_waited()
    {
        var first = Hold();
        _dispatcher.Send(Some.Order("o1", expires: Some.Start + 20 * Some.Second), renewal: false);
        _dispatcher.Send(Some.Order("o2", expires: Some.Start + 5 * Some.Second), renewal: false);
        await _actuator.NextCallAsync();
        _time.Advance(TimeSpan.FromSeconds(6));
        first.SetResult(new OrderOutcome("o1", OutcomeKind.Succeeded, ""));

        await AnswerAsync();
        var second = await AnswerAsync();

        Assert.Equal(OutcomeKind.Failed, second.Kind);
        Assert.Contains("expired", second.Detail, StringComparison.Ordinal);
        Assert.Equal(["o1"], _actuator.Effects);
    }

    [Fact]
    public async Task Sees_a_freeze_that_came_after_the_order_was_decided()
    {
        var first = Hold();
        _dispatcher.Send(Some.Order("o1"), renewal: false);
        _dispatcher.Send(Some.Order("o2"), renewal: false);
        await _actuator.NextCallAsync();
        _folder.Freeze("hands off\n");
        first.SetResult(new OrderOutcome("o1", OutcomeKind.Succeeded, ""));

        await AnswerAsync();
        var second = await AnswerAsync();

        Assert.Equal(new OrderOutcome("o2", OutcomeKind.Failed, "frozen by the file FREEZE: hands off"), second);
        Assert.Equal(["o1"], _actuator.Effects);
    }

    [Fact]
    public async Task Sees_a_freeze_by_command()
    {
        var freezes = KernelState.Empty.Freezes.Add("api", new FreezeState("api", "ada", "lunch", Some.Start));
        _brake.Take(KernelState.Empty with { Freezes = freezes });

        _dispatcher.Send(Some.Order("o1"), renewal: false);

        Assert.Equal("frozen by ada (api): lunch", (await AnswerAsync()).Detail);
    }

    [Fact]
    public async Task Lets_renewals_and_reverts_pass_a_freeze()
    {
        _folder.Freeze("");

        _dispatcher.Send(Some.Order("o1"), renewal: true);
        _dispatcher.Revert(new RevertOrder(Some.Order("o0"), "r0"));

        Assert.Equal(new OrderOutcome("o1", OutcomeKind.Succeeded, "done"), await AnswerAsync());
        Assert.Equal(new OrderOutcome("r0", OutcomeKind.Succeeded, "given back"), await AnswerAsync());
    }

    [Fact]
    public async Task Takes_an_exception_for_an_outcome_that_is_not_known()
    {
        _actuator.Answer = (_, _) => throw new InvalidOperationException("cannot");

        _dispatcher.Send(Some.Order("o1"), renewal: false);

        Assert.Equal(new OrderOutcome("o1", OutcomeKind.Unknown, "the actuator failed: cannot"), await AnswerAsync());
    }

    [Fact]
    public async Task Takes_a_missing_answer_for_an_outcome_that_is_not_known()
    {
        _actuator.Answer = async (_, cancellation) =>
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
            return null!;
        };
        _dispatcher.Send(Some.Order("o1", expires: Some.Start + 5 * Some.Second), renewal: false);
        await _actuator.NextCallAsync();

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(new OrderOutcome("o1", OutcomeKind.Unknown, "no answer in time"), await AnswerAsync());
    }

    [Fact]
    public async Task Never_lets_calls_for_one_subject_overlap_even_when_one_ignores_its_time()
    {
        var first = Hold();
        _dispatcher.Send(Some.Order("o1", expires: Some.Start + 5 * Some.Second), renewal: false);
        _dispatcher.Revert(new RevertOrder(Some.Order("o0"), "r0"));
        Assert.Equal("apply o1", await _actuator.NextCallAsync());
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(OutcomeKind.Unknown, (await AnswerAsync()).Kind);
        Assert.Equal(0, _actuator.CallsWaiting);

        first.SetResult(new OrderOutcome("o1", OutcomeKind.Succeeded, ""));

        Assert.Equal("revert o0", await _actuator.NextCallAsync());
    }

    [Fact]
    public async Task Does_not_let_one_subject_wait_for_another()
    {
        var first = Hold();
        _dispatcher.Send(Some.Order("o1", instance: "shop-1"), renewal: false);
        await _actuator.NextCallAsync();

        _dispatcher.Revert(new RevertOrder(Some.Order("o2", instance: "shop-2"), "r2"));

        Assert.Equal("r2", (await AnswerAsync()).OrderId);
        first.SetResult(new OrderOutcome("o1", OutcomeKind.Succeeded, ""));
    }

    [Fact]
    public async Task Calls_no_more_than_the_bound_at_once()
    {
        var running = 0;
        var most = 0;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource();
        _actuator.Answer = async (order, _) =>
        {
            var now = Interlocked.Increment(ref running);
            lock (full) most = Math.Max(most, now);
            if (now == EffectDispatcher.MostCalls) full.TrySetResult();
            await go.Task;
            Interlocked.Decrement(ref running);
            return new OrderOutcome(order.Id, OutcomeKind.Succeeded, "");
        };
        for (var i = 0; i < 20; i++) _dispatcher.Send(Some.Order($"o{i}", instance: $"shop-{i}"), renewal: false);

        await full.Task.Soon();
        go.SetResult();
        for (var i = 0; i < 20; i++) await AnswerAsync();

        Assert.Equal(EffectDispatcher.MostCalls, most);
    }

    [Fact]
    public async Task Loses_no_answer_when_the_inbox_is_full()
    {
        _inbox = new LoopInbox(_time, capacity: 1);
        _dispatcher.Dispose();
        _dispatcher = Dispatcher();
        for (var i = 0; i < 10; i++) _dispatcher.Send(Some.Order($"o{i}", instance: $"shop-{i}"), renewal: false);
        for (var i = 0; i < 10; i++) await _actuator.NextCallAsync();

        var answered = new List<string>();
        for (var i = 0; i < 10; i++) answered.Add((await AnswerAsync()).OrderId);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"o{i}"), answered.Order());
    }

    [Fact]
    public async Task Answers_what_it_cannot_queue_for_a_target_that_hangs()
    {
        var first = Hold();
        _dispatcher.Send(Some.Order("o0"), renewal: false);
        await _actuator.NextCallAsync();
        for (var i = 1; i <= EffectDispatcher.MostWaiting + 1; i++) _dispatcher.Send(Some.Order($"o{i}"), renewal: false);

        var refused = await AnswerAsync();

        Assert.Equal(($"o{EffectDispatcher.MostWaiting + 1}", OutcomeKind.Failed), (refused.OrderId, refused.Kind));
        first.SetResult(new OrderOutcome("o0", OutcomeKind.Succeeded, ""));
    }

    [Fact]
    public async Task Reads_a_target_and_says_what_it_holds()
    {
        _actuator.Holds["o1"] = true;

        _dispatcher.Observe(Some.Order("o1"));
        _dispatcher.Observe(Some.Order("o2"));

        Assert.Equal(new TargetObserved("o1", true, "the target holds it"), await InputAsync());
        Assert.Equal(new TargetObserved("o2", false, "the target does not hold it"), await InputAsync());
    }

    [Fact]
    public async Task Does_nothing_where_somebody_else_is_found_at_the_target()
    {
        _actuator.Other = "a debugger (process 4711) holds it";

        _dispatcher.Send(Some.Order("o1"), renewal: false);
        Assert.Equal(new TargetChanged("o1", "a debugger (process 4711) holds it"), await InputAsync());
        Assert.Empty(_actuator.Effects);

        _dispatcher.Send(Some.Order("o2"), renewal: true);
        Assert.Equal(OutcomeKind.Succeeded, (await AnswerAsync()).Kind);
    }

    [Fact]
    public async Task Does_not_touch_what_came_under_debug_after_the_order_was_decided()
    {
        var order = Some.Order("o1");
        _brake.Take(KernelState.Empty with
        {
            Silences = KernelState.Empty.Silences.Add(order.Subject.Text, new Silence(order.Subject, "ada", "profiling", true, long.MaxValue, 1)),
        });

        _dispatcher.Send(order, renewal: false);

        Assert.Equal(new OrderOutcome("o1", OutcomeKind.Failed, $"ada has {order.Subject} under debug: profiling"), await AnswerAsync());
        Assert.Empty(_actuator.Effects);
    }

    private TaskCompletionSource<OrderOutcome> Hold()
    {
        var held = new TaskCompletionSource<OrderOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var once = true;
        _actuator.Answer = (order, _) =>
        {
            if (!once) return Task.FromResult(new OrderOutcome(order.Id, OutcomeKind.Succeeded, ""));
            once = false;
            return held.Task;
        };
        return held;
    }

    private EffectDispatcher Dispatcher()
    {
        var made = new EffectDispatcher([_actuator], _inbox, new LoopClock(_time), _brake, _metrics, NullLogger<EffectDispatcher>.Instance);
        made.Open(1);
        return made;
    }

    private async Task<KernelInput> InputAsync() =>
        (await _inbox.Reader.ReadAsync().AsTask().Soon()).Body;

    private async Task<OrderOutcome> AnswerAsync() => Assert.IsType<OrderAnswered>(await InputAsync()).Outcome;
}
