using Prunella.Contracts;
using Prunella.Runtime.Ports;

namespace Prunella.PortContracts;

/// <summary>An actuator with a target of its own to act on, and the means to look at that target and to hurt it.</summary>
public interface IActuatorRig : IAsyncDisposable
{
    /// <summary>The actuator under test.</summary>
    IActuator Actuator { get; }

    /// <summary>An order for the rig's target that the actuator can carry out; expires when the rig's clock has passed so many seconds.</summary>
    RemediationOrder Order(string id, long epoch, int expiresInSeconds);

    /// <summary>How often an effect has taken hold at the target, counted at the target.</summary>
    int Effects { get; }

    /// <summary>Hurts the target.</summary>
    Task HurtAsync(Hurt hurt);
}

/// <summary>What can happen to a target.</summary>
public enum Hurt
{
    /// <summary>Somebody else takes the order's effect away behind the actuator's back.</summary>
    UndoneByOthers,

    /// <summary>The target cannot be reached any more.</summary>
    Gone,
}

/// <summary>The remarks of <see cref="IActuator"/> as tests: every implementation inherits them.</summary>
/// <remarks>
/// The rig must answer within its own short time-outs. An implementation whose verb cannot be taken back (a restart)
/// overrides <see cref="CanUndo"/>; its revert must then still answer succeeded and change nothing.
/// </remarks>
public abstract class ActuatorContract : IAsyncLifetime
{
    private IActuatorRig _rig = null!;

    /// <summary>Builds a fresh target and an actuator for it.</summary>
    protected abstract Task<IActuatorRig> StartAsync();

    /// <summary>Whether the order's effect is a state that can be taken back.</summary>
    protected virtual bool CanUndo => true;

    private IActuator Actuator => _rig.Actuator;

    public async ValueTask InitializeAsync() => _rig = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void It_describes_itself_the_same_way_each_time()
    {
        var description = Actuator.Describe();

        Assert.NotEmpty(description.Name);
        Assert.NotEmpty(description.Verbs);
        Assert.Equal(description.Verbs.Distinct(), description.Verbs);
        Assert.Equal(description.Name, Actuator.Describe().Name);
        var order = _rig.Order("b.e1.i1.r1.s1", 1, 60);
        Assert.Contains(order.Verb, description.Verbs);
        Assert.Equal(description.Name, order.Actuator);
    }

    [Fact]
    public async Task An_order_takes_effect_and_is_answered_under_its_id()
    {
        var order = _rig.Order("b.e1.i1.r1.s1", 1, 60);
        if (CanUndo) Assert.False(await Actuator.ObserveAsync(order, default));

        var outcome = await Actuator.ApplyAsync(order, default);

        Assert.Equal((order.Id, OutcomeKind.Succeeded), (outcome.OrderId, outcome.Kind));
        Assert.Equal(1, _rig.Effects);
        Assert.True(await Actuator.ObserveAsync(order, default));
    }

    [Fact]
    public async Task The_same_order_again_has_no_second_effect_and_the_same_outcome()
    {
        var order = _rig.Order("b.e1.i1.r1.s1", 1, 60);
        var first = await Actuator.ApplyAsync(order, default);

        var second = await Actuator.ApplyAsync(order, default);

        Assert.Equal((first.OrderId, first.Kind), (second.OrderId, second.Kind));
        Assert.Equal(1, _rig.Effects);
    }

    [Fact]
    public async Task An_order_past_its_expiry_fails_without_effect()
    {
        var outcome = await Actuator.ApplyAsync(_rig.Order("b.e1.i1.r1.s1", 1, -1), default);

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.NotEmpty(outcome.Detail);
        Assert.Equal(0, _rig.Effects);
    }

    [Fact]
    public async Task An_order_of_a_lower_epoch_than_one_seen_fails_without_effect()
    {
        await Actuator.ApplyAsync(_rig.Order("b.e5.i1.r1.s1", 5, 60), default);

        var outcome = await Actuator.ApplyAsync(_rig.Order("b.e4.i1.r1.s2", 4, 60), default);

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Equal(1, _rig.Effects);
    }

    [Fact]
    public async Task A_verb_it_does_not_know_fails_and_does_not_throw()
    {
        var foreign = Enum.GetValues<Verb>().Except(Actuator.Describe().Verbs).First();

        var outcome = await Actuator.ApplyAsync(_rig.Order("b.e1.i1.r1.s1", 1, 60) with { Verb = foreign }, default);

        Assert.Equal(OutcomeKind.Failed, outcome.Kind);
        Assert.Equal(0, _rig.Effects);
    }

    [Fact]
    public async Task A_subject_it_does_not_know_fails_and_does_not_throw()
    {
        var order = _rig.Order("b.e1.i1.r1.s1", 1, 60) with { Subject = Subject.Parse("instance/nobody/nobody-1") };

        Assert.Equal(OutcomeKind.Failed, (await Actuator.ApplyAsync(order, default)).Kind);
        Assert.Equal(0, _rig.Effects);
    }

    [Fact]
    public async Task A_revert_takes_it_back_and_is_answered_under_its_own_id()
    {
        var order = _rig.Order("b.e1.i1.r1.s1", 1, 60);
        await Actuator.ApplyAsync(order, default);

        var outcome = await Actuator.RevertAsync(order, "b.e1.i1.r1.s2", default);

        Assert.Equal(("b.e1.i1.r1.s2", OutcomeKind.Succeeded), (outcome.OrderId, outcome.Kind));
        if (CanUndo) Assert.False(await Actuator.ObserveAsync(order, default));
        Assert.Equal(1, _rig.Effects);
    }

    [Fact]
    public async Task A_revert_of_what_was_never_in_effect_succeeds()
    {
        var outcome = await Actuator.RevertAsync(_rig.Order("b.e1.i1.r1.s1", 1, 60), "b.e1.i1.r1.s2", default);

        Assert.Equal(OutcomeKind.Succeeded, outcome.Kind);
        Assert.Equal(0, _rig.Effects);
    }

    [Fact]
    public async Task Observing_reads_the_target_and_not_a_memory()
    {
        if (!CanUndo) return;
        var order = _rig.Order("b.e1.i1.r1.s1", 1, 60);
        await Actuator.ApplyAsync(order, default);

        await _rig.HurtAsync(Hurt.UndoneByOthers);

        Assert.False(await Actuator.ObserveAsync(order, default));
    }

    [Fact]
    public async Task A_target_out_of_reach_is_an_answer_and_no_exception()
    {
        var order = _rig.Order("b.e1.i1.r1.s1", 1, 60);
        await _rig.HurtAsync(Hurt.Gone);

        var outcome = await Actuator.ApplyAsync(order, default);

        Assert.Contains(outcome.Kind, new[] { OutcomeKind.Failed, OutcomeKind.Unknown });
        Assert.NotEmpty(outcome.Detail);
        Assert.Null(await Actuator.ObserveAsync(order, default));
    }
}
