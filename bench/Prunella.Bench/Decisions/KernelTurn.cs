using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Bench.Decisions;

/// <summary>Turns the kernel: decides on inputs, folds their events, and keeps what it asked for.</summary>
internal sealed class KernelTurn(PolicySet policies, KernelState state, long at)
{
    private static readonly Actor s_actor = Actor.System("bench");
    private readonly SortedDictionary<string, long> _wakes = new(StringComparer.Ordinal);
    private readonly List<KernelEffect> _asked = [];

    public KernelState State { get; private set; } = state;

    public long At { get; private set; } = at;

    public long Inputs { get; private set; }

    public long Events { get; private set; }

    /// <summary>The last incident that closed, or null.</summary>
    public IncidentClosed? Closed { get; private set; }

    /// <summary>A state that knows its documents and has seen every instance well.</summary>
    public static KernelTurn Begin(BenchFleet fleet)
    {
        var turn = new KernelTurn(fleet.Policies, KernelState.Empty, ManualTime.Start);
        turn.Tell(new LoopStarted("3f9a01c2", 1));
        turn.Tell(new PolicySetOffered("bench", fleet.Policies));
        turn.Tell(new VerdictsReported(
            [.. fleet.Instances.Select(i => Verdicts.Well(i, "probe", turn.At))],
            [.. fleet.Instances.Select(i => new Coverage(
                Subject.Of(i), Witness.Probe | Witness.Telemetry, Witness.None))]));
        return turn;
    }

    public void Tell(KernelInput body)
    {
        var decision = Kernel.Kernel.Decide(State, new Stamped(At, s_actor, body));
        foreach (var e in decision.Events)
        {
            State = Kernel.Kernel.Evolve(State, e, _ => policies);
            if (e is IncidentClosed closed) Closed = closed;
            if (e is InvariantBroken) throw new InvalidOperationException("An invariant broke: the figures would be of nothing.");
        }
        Inputs++;
        Events += decision.Events.Count;
        foreach (var effect in decision.Effects)
        {
            if (effect is WakeAt wake) _wakes[wake.Key] = wake.At;
            else _asked.Add(effect);
        }
    }

    /// <summary>Lets time pass and gives the wake-ups that are due.</summary>
    public void Pass(long nanos)
    {
        At += nanos;
        foreach (var (key, _) in _wakes.Where(w => w.Value <= At).ToArray())
        {
            _wakes.Remove(key);
            Tell(new WokeUp(key));
        }
    }

    /// <summary>Takes what was asked for since the last time.</summary>
    public KernelEffect[] Asked()
    {
        KernelEffect[] asked = [.. _asked];
        _asked.Clear();
        return asked;
    }
}
