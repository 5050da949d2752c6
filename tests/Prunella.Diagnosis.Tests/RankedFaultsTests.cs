using Prunella.Contracts;
using Prunella.Diagnosis.Ranking;

namespace Prunella.Diagnosis.Tests;

/// <summary>The list of faults that diagnosis can name is what it names, no more and no less.</summary>
public sealed class RankedFaultsTests
{
    [Fact]
    public void Everything_on_the_list_is_named_and_nothing_else()
    {
        var plain = Some.Bad("instance/a/a-1", signal: SignalKind.Gauge);
        var afterDeploy = plain with { Evidence = plain.Evidence with { Deploy = new DeployEvidence("2", 1, true) } };
        var named = Enum.GetValues<FaultKind>()
            .Select(f => FaultNaming.OfInstance([Some.Bad("instance/a/a-1", f, signal: SignalKind.Gauge)]))
            .Append(FaultNaming.OfInstance([afterDeploy]));

        Assert.Equal(named.Distinct().Order(), RankedFaults.All.Order());
    }

    [Fact]
    public void The_list_is_in_order_and_without_repetition() =>
        Assert.Equal(RankedFaults.All.Distinct().Order(), RankedFaults.All);
}
