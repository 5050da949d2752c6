using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.State;

namespace Prunella.Bench.Decisions;

/// <summary>Turns the kernel as the loop does: decides on inputs, folds their events, and keeps what it asked
/// for.</summary>
internal sealed class KernelTurn(KernelState state, long at)
{
    private static readonly Actor s_actor = Actor.System("bench");
    private readonly Dictionary<string, long> _wakes = new(StringComparer.Ordinal);
    private readonly SortedSet<(long At, string Key)> _due = new(Comparer<(long At, string Key)>.Create((a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Key, b.Key)));
    private readonly List<KernelEffect> _asked = [];

    public KernelState State { get; private set; } = state;

    public long At { get; private set; } = at;

    public long Inputs { get; private set; }

    public long Events { get; private set; }

    /// <summary>Incidents that closed as healed.</summary>
    public long Healed { get; private set; }

    /// <summary>The last incident that closed, or null.</summary>
    public IncidentClosed? Closed { get; private set; }

    /// <summary>A state that knows its documents and has seen every instance well.</summary>
    public static KernelTurn Begin(BenchFleet fleet)
    {
        var turn = new KernelTurn(KernelState.Empty, ManualTime.Start);
        turn.Tell(new LoopStarted("3f9a01c2", 1));
        turn.Tell(new PolicySetOffered("bench", fleet.Policies));
        turn.Tell(new VerdictsReported(
            [.. fleet.Instances.Select(i => Verdicts.Well(i, "probe", turn.At))],
            [.. fleet.Instances.Select(i => new Coverage(
                Subject.Of(i), Witness.Probe | Witness.Telemetry, Witness.None))]));
        return turn;
    }

    /// <summary>Another turn from here on, with the same state, time and wake-ups and nothing counted yet.</summary>
    public KernelTurn Again()
    {
        var again = new KernelTurn(State, At);
        foreach (var (key, due) in _wakes) again.Set(new WakeAt(due, key));
        return again;
    }

    public void Tell(KernelInput body)
    {
        var decision = Kernel.Kernel.Decide(State, new Stamped(At, s_actor, body));
        State = decision.Next!;
        foreach (var e in decision.Events)
        {
            if (e is IncidentClosed closed) Close(closed);
            if (e is InvariantBroken) throw new InvalidOperationException("An invariant broke: the figures would be of nothing.");
        }
        Inputs++;
        Events += decision.Events.Count;
        foreach (var effect in decision.Effects)
        {
            if (effect is WakeAt wake) Set(wake);
            else _asked.Add(effect);
        }
    }

    /// <summary>Lets time pass and gives the wake-ups that are due.</summary>
    public void Pass(long nanos)
    {
        At += nanos;
        while (_due.Count > 0 && _due.Min is var (due, key) && due <= At)
        {
            _due.Remove((due, key));
            _wakes.Remove(key);
            Tell(new WokeUp(key));
        }
    }

    /// <summary>Takes what was asked for since the last time.</summary>
    public KernelEffect[] Asked()
    {
        if (_asked.Count == 0) return [];
        KernelEffect[] asked = [.. _asked];
        _asked.Clear();
        return asked;
    }

    private void Close(IncidentClosed closed)
    {
        Closed = closed;
        if (closed.Outcome == "healed") Healed++;
    }

    /// <summary>A later request with the same key replaces the earlier; most ask for the same again.</summary>
    private void Set(WakeAt wake)
    {
        if (_wakes.TryGetValue(wake.Key, out var before))
        {
            if (before == wake.At) return;
            _due.Remove((before, wake.Key));
        }
        _wakes[wake.Key] = wake.At;
        _due.Add((wake.At, wake.Key));
    }
}
