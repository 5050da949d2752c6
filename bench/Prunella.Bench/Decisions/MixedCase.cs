using System.Globalization;

using Prunella.Kernel.Inputs;

namespace Prunella.Bench.Decisions;

/// <summary>One size of fleet under <see cref="Mix"/>.</summary>
internal sealed class MixedCase
{
    /// <summary>Of a turn: a thousand seconds, in which what is held is not held too long.</summary>
    private const int Inputs = 20_000;

    private readonly BenchFleet _fleet;
    private readonly KernelTurn _begun;
    private readonly int _turns;
    private readonly Measured _rate;
    private readonly Measured _bytes;
    private long _told;
    private long _healed;

    public MixedCase(BenchFleet fleet, int turns)
    {
        (_fleet, _turns) = (fleet, turns);
        _begun = KernelTurn.Begin(fleet);
        Mix.Begin(_begun, fleet);
        var name = string.Create(CultureInfo.InvariantCulture, $"{fleet.Services.Length} services, {fleet.Policies.Policies.Count} policies: mixed");
        _rate = new(name, "inputs/s and core");
        _bytes = new(name + ", allocated", "bytes/input");
    }

    /// <summary>Of the last round.</summary>
    public double NanosPerInput { get; private set; }

    public void Round(int round)
    {
        var cost = default(Cost);
        var (told, healed) = (0L, 0L);
        for (var i = 0; i < _turns; i++)
        {
            var inputs = Mix.Make(_fleet, Inputs, _begun.At, seed: round * _turns + i);
            var turn = _begun.Again();
            // What making the inputs has left behind is not billed to deciding on them.
            GC.Collect();
            cost += Cost.Of(() => Tell(turn, inputs));
            told += turn.Inputs;
            healed += turn.Healed;
        }
        NanosPerInput = cost.CpuNanos / told;
        if (round < 0) return;
        _rate.Add(1e9 / NanosPerInput);
        _bytes.Add(cost.Bytes / told);
        _told += told;
        _healed += healed;
    }

    private static void Tell(KernelTurn turn, KernelInput[] inputs)
    {
        foreach (var input in inputs)
        {
            turn.Pass(Mix.Step);
            turn.Tell(input);
            foreach (var effect in turn.Asked()) Story.Answer(turn, effect);
        }
    }

    public void Print()
    {
        _rate.Print();
        _bytes.Print();
        Measured.Counted(_told, "inputs");
        Measured.Counted(_healed, "incidents healed");
    }
}
