using Prunella.Kernel.Inputs;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>The set that is active already is told as such, whatever its hash looks like.</summary>
public sealed class OfferedPoliciesTests
{
    [Theory]
    [InlineData("5")]
    [InlineData("0123456789abcdef")]
    public void A_set_offered_again_changes_nothing(string hash)
    {
        var offered = new Stamped(1_000, Actor.System("test"), new PolicySetOffered(hash, Life.Policies));
        var state = Kernel.Decide(KernelState.Empty, offered).Events
            .Aggregate(KernelState.Empty, (state, e) => Kernel.Evolve(state, e, _ => Life.Policies));
        Assert.Equal(hash, state.PolicyHash);

        var again = Kernel.Decide(state, offered);
        Assert.Empty(again.Events);
        Assert.Contains(again.Reasons, r => r.Code == ReasonCodes.PoliciesUnchanged);
    }
}
