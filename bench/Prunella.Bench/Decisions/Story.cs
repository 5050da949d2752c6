using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Inputs;

namespace Prunella.Bench.Decisions;

/// <summary>One remediation from the first symptom to the closed incident: an instance turns slow, is taken out, that
/// helps, the lease is renewed, the instance recovers and is given back.</summary>
internal static class Story
{
    private const int Quarters = 4 * 60;
    private const int TurnsWell = 4 * 20;

    /// <summary>Tells it; gives the turn with its counts.</summary>
    public static KernelTurn Tell(BenchFleet fleet, KernelTurn begun)
    {
        var turn = new KernelTurn(begun.State, begun.At);
        var slow = fleet.Instances[3];
        turn.Pass(ManualTime.Second);
        turn.Tell(new RankingsReported(
            [new SuspectRanking([new Suspect(Subject.Of(slow), FaultKind.Slow, 700, "slower than its peers")], [], false, [slow.Service])]));
        turn.Tell(new VerdictsReported([Verdicts.Slow(slow, "latency-peers", turn.At)], []));
        for (var quarter = 0; quarter < Quarters && turn.Closed is null; quarter++)
        {
            turn.Pass(ManualTime.Second / 4);
            foreach (var effect in turn.Asked()) Answer(turn, effect);
            if (quarter != TurnsWell) continue;
            turn.Tell(new VerdictsReported([Verdicts.Well(slow, "latency-peers", turn.At)], []));
            turn.Tell(new RankingsReported([]));
        }
        if (turn.Closed is not { Outcome: "healed" })
            throw new InvalidOperationException($"The story ended {turn.Closed?.Outcome ?? "never"}: the figures would be of another one.");
        return turn;
    }

    /// <summary>What a target or a comparison says to an effect; nothing to those that want no answer.</summary>
    public static void Answer(KernelTurn turn, KernelEffect effect)
    {
        KernelInput? answer = effect switch
        {
            SendOrder send => new OrderAnswered(new OrderOutcome(send.Order.Id, OutcomeKind.Succeeded, "")),
            RevertOrder revert => new OrderAnswered(new OrderOutcome(revert.RevertId, OutcomeKind.Succeeded, "")),
            Verify verify => new VerificationReported(new VerificationResult(
                verify.Request.Remediation, VerificationVerdict.Helped, 60, 600, 0, 300, 100, 70, 130, true)),
            _ => null,
        };
        if (answer is not null) turn.Tell(answer);
    }
}
