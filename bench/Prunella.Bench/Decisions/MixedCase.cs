using System.Globalization;

namespace Prunella.Bench.Decisions;

/// <summary>One size of fleet under <see cref="Mix"/>.</summary>
internal sealed class MixedCase
{
    private readonly BenchFleet _fleet;
    private readonly KernelTurn _begun;
    private readonly int _inputs;
    private readonly Measured _rate;
    private readonly Measured _bytes;
    private long _told;
    private long _healed;

    public MixedCase(BenchFleet fleet, int inputs)
    {
        (_fleet, _inputs) = (fleet, inputs);
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
        var inputs = Mix.Make(_fleet, _inputs, _begun.At, seed: round);
        var turn = _begun.Again();
        var cost = Cost.Of(() =>
        {
            foreach (var input in inputs)
            {
                turn.Pass(Mix.Step);
                turn.Tell(input);
                foreach (var effect in turn.Asked()) Story.Answer(turn, effect);
            }
        });
        NanosPerInput = cost.CpuNanos / turn.Inputs;
        if (round < 0) return;
        _rate.Add(1e9 / NanosPerInput);
        _bytes.Add(cost.Bytes / turn.Inputs);
        _told += turn.Inputs;
        _healed += turn.Healed;
    }

    public void Print()
    {
        _rate.Print();
        _bytes.Print();
        Measured.Counted(_told, "inputs");
        Measured.Counted(_healed, "incidents healed");
    }
}
