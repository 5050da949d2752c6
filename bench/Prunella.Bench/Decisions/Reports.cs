using Prunella.Contracts;
using Prunella.Kernel.Inputs;

namespace Prunella.Bench.Decisions;

/// <summary>The everyday of a fleet without an incident: what perception tells the loop in so many seconds.</summary>
/// <remarks>
/// Four reports of verdicts a second; each changes one instance in a hundred (one at least), nine of ten times only
/// in confidence, one time in ten to slow and back in the next report, before it has persisted. A ranking
/// that comes and goes every second, a gateway's report every five.
/// </remarks>
internal static class Reports
{
    public static KernelInput[][] Make(BenchFleet fleet, int seconds, int seed)
    {
        var chance = new Random(seed);
        var quarters = new List<KernelInput[]>();
        List<InstanceId> slow = [];
        for (var i = 0; i < seconds * 4; i++)
        {
            var at = ManualTime.Start + (i + 1) * ManualTime.Second / 4;
            List<Verdict> verdicts = [.. slow.Select(s => Verdicts.Well(s, "latency-peers", at))];
            slow.Clear();
            for (var changed = 0; changed < Math.Max(1, fleet.Instances.Length / 100); changed++)
            {
                var instance = fleet.Instances[chance.Next(fleet.Instances.Length)];
                if (verdicts.Any(v => v.Subject == Subject.Of(instance))) continue;
                if (chance.Next(10) == 0) slow.Add(instance);
                verdicts.Add(slow.Contains(instance)
                    ? Verdicts.Slow(instance, "latency-peers", at)
                    : Verdicts.Well(instance, "latency-peers", at) with { ConfidencePerMille = 700 + 100 * chance.Next(3) });
            }
            List<KernelInput> quarter = [new VerdictsReported(verdicts, [])];
            if (i % 4 == 3) quarter.Add(new RankingsReported(Rankings(fleet, slow)));
            if (i % 20 == 19) quarter.Add(new GatewayReported(Gateway(fleet, at)));
            quarters.Add([.. quarter]);
        }
        return [.. quarters];
    }

    private static SuspectRanking[] Rankings(BenchFleet fleet, List<InstanceId> slow)
    {
        var suspect = slow.FirstOrDefault(fleet.Instances[0]);
        return slow.Count == 0
            ? []
            : [new SuspectRanking([new Suspect(Subject.Of(suspect), FaultKind.Slow, 500, "slower than its peers")], [], false, [suspect.Service])];
    }

    private static GatewayReport Gateway(BenchFleet fleet, long at) =>
        new("edge", at, [.. fleet.Instances.Take(50).Select(i => new DestinationState(i, 1, 5_000_000, false, false, 0))]);
}
