using Prunella.Kernel;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Runtime.Loop;

/// <summary>The two functions that a loop turns: the kernel's own, or a scripted pair in
/// tests.</summary>
/// <param name="Decide">State and input give a decision.</param>
/// <param name="Evolve">State and event give the next state.</param>
public sealed record KernelRules(
    Func<KernelState, Stamped, Decision> Decide,
    Func<KernelState, KernelEvent, Func<string, PolicySet>, KernelState> Evolve)
{
    /// <summary>The kernel.</summary>
    public static readonly KernelRules Real = new(Kernel.Kernel.Decide, Kernel.Kernel.Evolve);
}

/// <summary>What must become durable before anything else happens: an input, its events and
/// why.</summary>
/// <remarks>The effects are deliberately not to be had here: only <see cref="ControlLoop.Advance"/>
/// gives them out.</remarks>
public sealed class Ready
{
    internal Ready(Stamped input, Decision decision, KernelState next)
    {
        Input = input;
        Events = decision.Events;
        Reasons = decision.Reasons;
        Effects = decision.Effects;
        Next = next;
    }

    /// <summary>The input as stamped.</summary>
    public Stamped Input { get; }

    /// <summary>The events it caused, in the order in which they fold.</summary>
    public IReadOnlyList<KernelEvent> Events { get; }

    /// <summary>Why, also for doing nothing.</summary>
    public IReadOnlyList<Reason> Reasons { get; }

    internal IReadOnlyList<KernelEffect> Effects { get; }

    internal KernelState Next { get; }
}

/// <summary>One fleet's decisions: an input gives a <see cref="Ready"/>, and when that is durable,
/// its effects.</summary>
/// <remarks>
/// Intuition: the loop asks for I/O instead of doing it (raft's <c>Ready</c> and <c>Advance</c>).
/// Several inputs may be offered before the first is advanced, so that one disk write serves them
/// all; each is decided on the state that the one before it leaves behind.
/// <para>
/// Invariants, by construction: effects come out of <see cref="Advance"/> alone, so none can leave
/// before its events are durable; readies are advanced in the order of their offers;
/// <see cref="State"/> holds durable events only; after <see cref="Abandon"/> the loop decides
/// nothing any more, so nothing is ever rolled back.
/// </para>
/// One caller at a time; no clock, no chance, no I/O. A kernel that throws does not end the loop:
/// the input is recorded with an <see cref="InvariantBroken"/>, which takes the hands off the fleet
/// until a person has looked.
/// </remarks>
public sealed class ControlLoop
{
    private readonly KernelRules _rules;
    private readonly Func<string, PolicySet> _policySets;
    private readonly Queue<Ready> _outstanding = new();
    private KernelState _ahead;
    private bool _abandoned;

    /// <summary>A loop that goes on from a state.</summary>
    /// <param name="rules">The kernel.</param>
    /// <param name="state">From a snapshot, or <see cref="KernelState.Empty"/>.</param>
    /// <param name="policySets">Content of policy sets by hash; throws for an unknown one.</param>
    public ControlLoop(KernelRules rules, KernelState state, Func<string, PolicySet> policySets)
    {
        _rules = rules;
        _policySets = policySets;
        _ahead = State = state;
    }

    /// <summary>The fold of all durable events.</summary>
    public KernelState State { get; private set; }

    /// <summary>Takes up an event of the journal while recovering; illegal once an input was
    /// offered.</summary>
    public void Recover(KernelEvent @event)
    {
        if (_outstanding.Count > 0 || _abandoned) throw new InvalidOperationException("A loop recovers before it decides.");
        _ahead = State = _rules.Evolve(State, @event, _policySets);
    }

    /// <summary>Decides on an input, on top of everything offered so far.</summary>
    public Ready Offer(Stamped input)
    {
        if (_abandoned) throw new InvalidOperationException("The loop was abandoned: its journal cannot be written.");
        var ready = Decide(input);
        _ahead = ready.Next;
        _outstanding.Enqueue(ready);
        return ready;
    }

    /// <summary>Says that the oldest ready is durable; gives the effects that may leave
    /// now.</summary>
    public IReadOnlyList<KernelEffect> Advance(Ready ready)
    {
        if (_abandoned || !_outstanding.TryPeek(out var oldest) || !ReferenceEquals(oldest, ready))
            throw new InvalidOperationException("Readies are advanced once each, in the order of their offers.");
        _outstanding.Dequeue();
        State = ready.Next;
        return ready.Effects;
    }

    /// <summary>Ends the loop because what was offered cannot be made durable.</summary>
    /// <returns>Of what was offered, the effects that only move towards the baseline: those may
    /// leave all the same.</returns>
    public IReadOnlyList<RevertOrder> Abandon()
    {
        _abandoned = true;
        var reverts = _outstanding.SelectMany(r => r.Effects).OfType<RevertOrder>().ToArray();
        _outstanding.Clear();
        return reverts;
    }

    private Ready Decide(Stamped input)
    {
        try
        {
            var decision = _rules.Decide(_ahead, input);
            return new Ready(input, decision, decision.Next ?? Fold(decision.Events, input));
        }
        catch (Exception e)
        {
            // A wrong kernel must not end the loop: the fleet is left as it stands, and told.
            var reason = Reason.Of(ReasonCodes.DecisionFailed, ("input", input.Body.GetType().Name), ("error", e.GetType().Name));
            var broken = new Decision([new InvariantBroken(reason, input.At)], [], [reason]);
            return new Ready(input, broken, Fold(broken.Events, input));
        }
    }

    private KernelState Fold(IReadOnlyList<KernelEvent> events, Stamped input)
    {
        var offered = input.Body as PolicySetOffered;
        PolicySet Find(string hash) => offered?.Hash == hash ? offered.Set : _policySets(hash);
        var state = _ahead;
        foreach (var e in events) state = _rules.Evolve(state, e, Find);
        return state;
    }
}
