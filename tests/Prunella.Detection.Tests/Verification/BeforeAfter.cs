using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Tests.Verification;

/// <summary>The rival: before against after with a 95 % interval for one look, harm at the deadline only, as remedies
/// were judged until now.</summary>
internal sealed class BeforeAfter(VerificationRequest request)
{
    private Counts _before;

    public VerificationVerdict? Answer(SlotRing ring, long at)
    {
        var settled = request.ActedUnixNanos + request.SettleNanos;
        if (at <= settled + 5 * Shop.Second || _before.Total == 0)
            _before = ring.Between(request.BeforeUnixNanos, settled);
        var after = ring.Between(settled, at);
        var effect = ShareDifference.Of(_before.Bad, _before.Total, after.Bad, after.Total);
        var aim = 0.01 + Math.Max(0, _before.Share - 0.01) * (1000 - request.RecoversPerMille) / 1000;
        var verdict = after.Total < 50 || _before.Total == 0 ? VerificationVerdict.Undecided
            : effect.Lower > 0 && after.Share <= aim ? VerificationVerdict.Helped
            : effect.Upper < -0.05 ? VerificationVerdict.Harmful
            : VerificationVerdict.NoEffect;
        return at >= request.DeadlineUnixNanos || verdict == VerificationVerdict.Helped ? verdict : null;
    }
}
