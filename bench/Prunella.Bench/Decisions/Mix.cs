using Prunella.Contracts;
using Prunella.Kernel.Inputs;

namespace Prunella.Bench.Decisions;

/// <summary>What a fleet with some trouble tells its kernel: the same share of each kind of input and the same number
/// of troubles at once, however many services there are.</summary>
/// <remarks>
/// Four services have standing trouble that no recipe serves and a person has been told of; two ejections are held. Of
/// a hundred inputs, one every 50 ms: seventy report two verdicts that change only in confidence, ten report again of
/// a service in standing trouble, eight tell of an instance that turns slow and is well again before that has
/// persisted, eight are a gateway's report of fifty destinations, four are the rankings. Every twenty seconds another
/// instance turns slow, is taken out, recovers and is given back; wake-ups, answers and judgements come on top.
/// </remarks>
internal sealed class Mix
{
    /// <summary>Between two inputs.</summary>
    public const long Step = ManualTime.Second / 20;

    private const int PerHundred = 100;
    private const int StoryEvery = 400;
    private const int StoryWellAfter = 200;
    private const int Standing = 4;
    private const int Held = 2;
    private readonly SortedDictionary<string, SuspectRanking> _rankings = new(StringComparer.Ordinal);
    private readonly BenchFleet _fleet;
    private readonly Random _chance;
    private InstanceId? _slow;
    private int _story;

    private Mix(BenchFleet fleet, int seed)
    {
        _fleet = fleet;
        _chance = new Random(seed);
        for (var i = 0; i < Standing; i++) Rank(InTrouble(i), FaultKind.Unknown);
        for (var i = 0; i < Held; i++) Rank(InTrouble(Standing + i), FaultKind.Slow);
    }

    /// <summary>Brings about the standing trouble: incidents that nobody can help, ejections that are held.</summary>
    public static void Begin(KernelTurn turn, BenchFleet fleet)
    {
        var mix = new Mix(fleet, seed: 0);
        for (var i = 0; i < Standing + Held; i++)
        {
            turn.Pass(5 * ManualTime.Second);
            turn.Tell(mix.Rankings());
            turn.Tell(new VerdictsReported([mix.Trouble(i, turn.At)], []));
            for (var quarter = 0; quarter < 40; quarter++)
            {
                turn.Pass(ManualTime.Second / 4);
                foreach (var effect in turn.Asked()) Story.Answer(turn, effect);
            }
        }
        turn.Pass(60 * ManualTime.Second);
        turn.Asked();
        var (open, held) = (turn.State.Incidents.Count, turn.State.Remediations.Count);
        if ((open, held) != (Standing + Held, Held))
            throw new InvalidOperationException($"{open} incidents and {held} remediations stand, not {Standing + Held} and {Held}: the figures would be of another mix.");
    }

    /// <summary>So many inputs, made before they are measured; each with the inputs that follow it at once.</summary>
    public static KernelInput[] Make(BenchFleet fleet, int inputs, long from, int seed)
    {
        var mix = new Mix(fleet, seed);
        return [.. Enumerable.Range(0, inputs).Select(i => mix.Input(i, from + (i + 1) * Step))];
    }

    private KernelInput Input(int i, long at) => (i % StoryEvery) switch
    {
        0 => NextSlow(),
        1 => new VerdictsReported([Verdicts.Slow(Patient, "latency-peers", at)], []),
        StoryWellAfter => new VerdictsReported([Verdicts.Well(Patient, "latency-peers", at)], []),
        StoryWellAfter + 1 => StoryOver(),
        _ => Everyday(at),
    };

    private KernelInput Everyday(long at)
    {
        if (_slow is { } slow)
        {
            _slow = null;
            return new VerdictsReported([Verdicts.Well(slow, "latency-peers", at)], []);
        }
        return _chance.Next(PerHundred) switch
        {
            < 70 => new VerdictsReported([Surer(at), Surer(at)], []),
            < 80 => new VerdictsReported([Trouble(_chance.Next(Standing), ManualTime.Start)], []),
            < 84 => Flicker(at),
            < 92 => new GatewayReported(Gateway(at)),
            < 96 => Rankings(),
            _ => new VerdictsReported([Surer(at)], []),
        };
    }

    /// <summary>Whose remediation is told just now.</summary>
    private InstanceId Patient => Instance(20 + _story % 20, 0);

    private RankingsReported NextSlow()
    {
        _story++;
        Rank(Patient, FaultKind.Slow);
        return Rankings();
    }

    private RankingsReported StoryOver()
    {
        _rankings.Remove(Patient.ToString());
        return Rankings();
    }

    private VerdictsReported Flicker(long at)
    {
        _slow = Ordinary();
        return new VerdictsReported([Verdicts.Slow(_slow.Value, "latency-peers", at)], []);
    }

    private Verdict Surer(long at) => Verdicts.Well(Ordinary(), "latency-peers", at) with
    {
        ConfidencePerMille = 700 + _chance.Next(300),
    };

    /// <summary>It has lasted since before, and is told in other numbers.</summary>
    private Verdict Trouble(int which, long since) => Verdicts.Slow(InTrouble(which), "latency-peers", since) with
    {
        ConfidencePerMille = 900 + _chance.Next(100),
    };

    /// <summary>Of the services in which nothing else happens.</summary>
    private InstanceId Ordinary() => Instance(40 + _chance.Next(_fleet.Services.Length - 40), _chance.Next(3));

    private InstanceId InTrouble(int which) => Instance(2 * which, 0);

    private InstanceId Instance(int service, int which) =>
        _fleet.Instances[service * (_fleet.Instances.Length / _fleet.Services.Length) + which];

    private void Rank(InstanceId suspect, FaultKind fault) => _rankings[suspect.ToString()] = new SuspectRanking(
        [new Suspect(Subject.Of(suspect), fault, 700, "slower than its peers")], [], false, [suspect.Service]);

    private RankingsReported Rankings() => new([.. _rankings.Values]);

    private GatewayReport Gateway(long at) => new("edge", at,
        [.. _fleet.Instances.Take(50).Select(i => new DestinationState(i, 1, 5_000_000, false, false, 0))]);
}
