using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.Silences;
using Prunella.Kernel.State;

namespace Prunella.Kernel;

/// <summary>One decision in the making: every event is folded at once, so that what follows sees it.</summary>
internal sealed class Deliberation
{
    private readonly List<KernelEvent> _events = [];
    private List<KernelEffect>? _effects;
    private List<Reason>? _reasons;
    private readonly KernelState _from;
    private readonly Func<string, PolicySet> _policySets;
    private static readonly Func<string, PolicySet> NothingOffered = hash =>
        throw new InvalidOperationException($"A decision cannot activate the set {hash}, which was not offered.");

    public Deliberation(KernelState state, Stamped input)
    {
        State = _from = state;
        Attention = new Attention(state.AgendaOfThis());
        Input = input;
        _policySets = input.Body is PolicySetOffered offered ? OfferedOnly(offered) : NothingOffered;
    }

    /// <summary>What is looked at.</summary>
    public Attention Attention { get; }

    public KernelState State { get; private set; }

    public Stamped Input { get; }

    public long At => Input.At;

    public void Emit(KernelEvent @event)
    {
        _events.Add(@event);
        var before = State;
        State = Fold.Apply(before, @event, _policySets);
        Attention.See(before, @event, State);
    }

    public void Want(KernelEffect effect) => (_effects ??= []).Add(effect);

    public void Wake(long at, string key)
    {
        Want(new WakeAt(at, key));
        Attention.Until(at);
    }

    /// <summary>What is being looked at is looked at again from this time on, should there be an input; no wake-up is
    /// asked for.</summary>
    /// <remarks>To be called for every time that a look compares with the decision's own and asks no wake-up
    /// for.</remarks>
    public void LookAgain(long at) => Attention.Until(at);

    public void Because(Reason reason) => (_reasons ??= []).Add(reason);

    /// <summary>Moves a remediation; an illegal move is a broken invariant and takes the hands off
    /// its service.</summary>
    public void Move(string id, RemediationState to, Reason reason)
    {
        var from = State.Remediations[id].State;
        if (!RemediationTransitions.IsLegal(from, to))
        {
            Emit(new InvariantBroken(
                Reason.Of(ReasonCodes.IllegalMove, ("remediation", id), ("from", from.ToString()), ("to", to.ToString()),
                    ("service", State.Remediations[id].Target.Service.ToString())),
                At));
            return;
        }
        Because(reason);
        var moved = State.Remediations[id];
        Emit(new RemediationMoved(id, from, to, reason, At));
        if (Records.Of(from, to, reason) is { } outcome)
            Records.Learn(this, new Done(id, moved.Policy, moved.Recipe, moved.Fault, moved.Target.Service), outcome);
    }

    public void TellPerson(string incident, Reason reason, string text)
    {
        if (!State.Incidents.TryGetValue(incident, out var open) || open.LastEscalation == reason.ToString()) return;
        // Whoever has it in hand is not told what he knows; what lasts beyond that is told when it is over.
        if (Silencing.IsInHand(State, open)) return;
        Emit(new IncidentEscalated(incident, reason, At));
        Want(new TellPerson(incident, text));
    }

    public Decision Conclude() => new(_events, _effects ?? [], _reasons ?? [])
    {
        Next = State.Leave(Attention.Next(State), _from),
    };

    private static Func<string, PolicySet> OfferedOnly(PolicySetOffered offered) =>
        hash => hash == offered.Hash ? offered.Set : NothingOffered(hash);
}
