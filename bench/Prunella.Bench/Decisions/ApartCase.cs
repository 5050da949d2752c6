using System.Globalization;

using Prunella.Kernel.Inputs;

namespace Prunella.Bench.Decisions;

/// <summary>Quiet times and whole remediations, each apart.</summary>
internal sealed class ApartCase
{
    private readonly BenchFleet _fleet;
    private readonly KernelTurn _begun;
    private readonly int _seconds;
    private readonly int _stories;
    private readonly Measured _reports;
    private readonly Measured _reportBytes;
    private readonly Measured _story;
    private readonly Measured _storyBytes;
    private long _inputs;
    private long _events;
    private long _healed;

    public ApartCase(BenchFleet fleet, int seconds, int stories)
    {
        _fleet = fleet;
        _begun = KernelTurn.Begin(_fleet);
        (_seconds, _stories) = (seconds, stories);
        var name = string.Create(CultureInfo.InvariantCulture, $"{fleet.Instances.Length} instances");
        _reports = new(name + ": reports", "inputs/s and core");
        _reportBytes = new(name + ": reports, allocated", "bytes/input");
        _story = new(name + ": a remediation", "inputs/s and core");
        _storyBytes = new(name + ": a remediation, allocated", "bytes/input");
    }

    public void Round(int round)
    {
        var reports = Reports.Make(_fleet, _seconds, seed: round);
        var (told, inStories) = (0L, 0L);
        var everyday = Cost.Of(() => told = Quiet(reports));
        var remediations = Cost.Of(() => inStories = Stories());
        if (round < 0) return;
        _reports.Add(told / everyday.CpuNanos * 1e9);
        _reportBytes.Add(everyday.Bytes / told);
        _story.Add(inStories / remediations.CpuNanos * 1e9);
        _storyBytes.Add(remediations.Bytes / inStories);
        _inputs += told + inStories;
    }

    public void Print()
    {
        _reports.Print();
        _reportBytes.Print();
        _story.Print();
        _storyBytes.Print();
        Measured.Counted(_inputs, "inputs");
        Measured.Counted(_events, "events came out of them (warm-up counted)");
        Measured.Counted(_healed, "incidents healed (warm-up counted)");
    }

    private long Quiet(KernelInput[][] quarters)
    {
        var turn = new KernelTurn(_begun.State, _begun.At);
        foreach (var quarter in quarters)
        {
            turn.Pass(ManualTime.Second / 4);
            foreach (var input in quarter) turn.Tell(input);
        }
        _events += turn.Events;
        return turn.Inputs;
    }

    private long Stories()
    {
        var inputs = 0L;
        for (var i = 0; i < _stories; i++)
        {
            var turn = Story.Tell(_fleet, _begun);
            inputs += turn.Inputs;
            _events += turn.Events;
            _healed++;
        }
        return inputs;
    }
}
