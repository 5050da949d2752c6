using CsCheck;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>
/// Odd words in the middle of a life (other documents, silence, brakes by file, numbers at the edge, subjects nobody
/// declares): the kernel neither throws nor breaks its own rules, nor asks to be woken in the past.
/// </summary>
public sealed class OddInputTests
{
    private static readonly InstanceId Nobody = new(new ServiceId("nobody"), "x");

    private static readonly Gen<(int, int)[]> Steps =
        Gen.Select(Gen.Int[0, Life.Kinds - 1], Gen.Int[0, 10_000]).Array[1, 40];

    [Fact]
    public void Odd_words_break_nothing() => Sample(seen =>
        Assert.Empty(seen.Decision.Events.OfType<InvariantBroken>()));

    [Fact]
    public void Every_wake_up_lies_ahead() => Sample(seen =>
        Assert.All(seen.Decision.Effects.OfType<WakeAt>(), w =>
            Assert.True(w.At > seen.Input.At, $"{w.Key} is wanted at {w.At}, and it is {seen.Input.At}")));

    [Fact]
    public void An_odd_word_decided_again_gives_the_same_events() => Sample(seen =>
        Assert.Equal(Text(seen.Decision.Events), Text(Kernel.Decide(seen.Before, seen.Input).Events)));

    [Fact]
    public void Neighbours_are_not_treated_at_once() => Sample(seen =>
    {
        var state = seen.Before;
        foreach (var e in seen.Decision.Events)
        {
            if (e is RemediationMoved { From: RemediationState.Approved, To: RemediationState.Running } begun)
            {
                var p = state.Remediations[begun.Id];
                var around = state.Incidents[p.Incident].Neighbourhood.Append(p.Target.Service).ToArray();
                Assert.DoesNotContain(state.Remediations.Values, r => r.Id != p.Id && !r.Waits() && around.Contains(r.Target.Service));
            }
            state = Kernel.Evolve(state, e, Sets);
        }
    });

    private static PolicySet Sets(string hash) => Variant(hash[^1] - '0');

    private static string Text(IEnumerable<KernelEvent> events) => string.Join('\n', events.Select(Life.Canonical));

    /// <summary>The inputs of an ordinary life, with an odd one after every third.</summary>
    private static void Sample(Action<Seen> check) => Steps.Sample(
        steps =>
        {
            var life = new Life();
            foreach (var (kind, which) in steps) life.Step(kind, which);
            var state = KernelState.Empty;
            for (var i = 0; i < life.Inputs.Count; i++)
            {
                var input = life.Inputs[i];
                if (input.Body is PolicySetOffered)
                    input = input with { Body = new PolicySetOffered("00000000", Life.Policies) };
                state = Decide(state, input, check);
                var odd = steps[i % steps.Length];
                if (i % 3 != 2) continue;
                state = Decide(state, input with { Body = Odd(odd.Item1 + i, odd.Item2, input.At) }, check);
            }
        },
        iter: LifeByNumber.Number(500));

    private static KernelState Decide(KernelState before, Stamped input, Action<Seen> check)
    {
        var decision = Kernel.Decide(before, input);
        check(new Seen(before, input, decision));
        return decision.Events.Aggregate(before, (state, e) => Kernel.Evolve(state, e, Sets));
    }

    private static KernelInput Odd(int kind, int which, long at) => (kind % 8) switch
    {
        0 or 1 => new PolicySetOffered($"0000000{which % 6}", Variant(which % 6)),
        2 => new VerdictsReported([], [new Coverage(Where(which), (Witness)(which % 3), Witness.None)]),
        3 => which % 2 == 0 ? new FreezeCommanded("file", "") : new UnfreezeCommanded("file"),
        4 => new VerdictsReported([OddVerdict(which, at)], []),
        5 => new RankingsReported([new SuspectRanking([], [], false, [new ServiceId("nobody")])]),
        6 => new GatewayReported(new GatewayReport("other", at, [new DestinationState(Nobody, 0, 0, true, false, 0)])),
        _ => new RevertCommanded(""),
    };

    private static Subject Where(int which) => (which % 4) switch
    {
        0 => Subject.Of(new ServiceId("checkout")),
        1 => Subject.Of(new InstanceId(new ServiceId("checkout"), "i-1")),
        2 => Subject.Of(DependencyId.Parse("checkout>payments")),
        _ => Subject.Of(Nobody),
    };

    private static Verdict OddVerdict(int which, long at)
    {
        long[] since = [0, at, at + 3600 * Life.Second];
        return new Verdict(
            Where(which), (SignalKind)(which % 4), "odd", which % 3 == 0 ? "no-such-policy" : "",
            (Health)(which / 4 % 3), 0, Direction.None, since[which % 3], (FaultKind)(which % 6),
            (Witness)(which % 4), which % 5 == 0, new Evidence(0, 0, 0, 0, 0, 0));
    }

    /// <summary>The usual documents with something missing.</summary>
    private static PolicySet Variant(int which) => which switch
    {
        1 => PolicySet.Empty,
        2 => Life.Policies with { Services = [.. Life.Policies.Services.Skip(1)] },
        3 => Life.Policies with { Recipes = [] },
        4 => Life.Policies with { Policies = [.. Life.Policies.Policies.Select(Watching)] },
        5 => Life.Policies with { Dependencies = [], Services = [.. Life.Policies.Services.Select(Shrunk)] },
        _ => Life.Policies,
    };

    private static Policy Watching(Policy policy) => policy with { Mode = Mode.Observe };

    private static ServiceRules Shrunk(ServiceRules rules) =>
        rules with { Gateway = "", Instances = [.. rules.Instances.Take(1)] };

    private sealed record Seen(KernelState Before, Stamped Input, Decision Decision);
}
