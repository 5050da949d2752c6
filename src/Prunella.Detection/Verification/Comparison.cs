using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Verification;

/// <summary>Did it help: the share of bad requests before the action against the share after it settled, with
/// bounds.</summary>
/// <remarks>
/// A request is counted when it ends, so what ends while the action settles still tells of the time before it. Before:
/// from when the trouble began to the end of settling, at most the minute that is kept. After: from there to
/// now. Helped: the fall's lower 95 % bound is above zero and the asked share of the excess over one bad
/// request in a hundred is gone. Harmful: the upper bound is below minus five points. No effect: fifty requests
/// were seen after it and neither holds. Undecided before that. Helped may be told before the deadline; the
/// rest only at it.
/// </remarks>
internal sealed class Comparison(VerificationRequest request)
{
    private const double Normal = 0.01;
    private const double HarmGap = 0.05;
    private const int EnoughAfter = 50;

    public VerificationRequest Request { get; } = request;

    public VerificationResult? Told { get; private set; }

    /// <summary>The answer now, or null when it is the same as the last one told.</summary>
    public VerificationResult? Answer(SlotRing ring, long at)
    {
        var before = ring.Between(Request.BeforeUnixNanos, Request.ActedUnixNanos + Request.SettleNanos);
        var after = ring.Between(Request.ActedUnixNanos + Request.SettleNanos, at);
        var (badBefore, badAfter) = (Bad(before), Bad(after));
        var effect = ShareDifference.Of(badBefore, before.Total, badAfter, after.Total);
        var verdict = before.Total == 0
            || after.Total == 0 ? VerificationVerdict.Undecided
            : Judge(effect, badBefore, before.Total, badAfter, after.Total);
        var final = at >= Request.DeadlineUnixNanos || verdict == VerificationVerdict.Helped;
        var answer = new VerificationResult(
            Request.Remediation, verdict, badBefore, before.Total, badAfter, after.Total,
            PerMille(effect.Difference), PerMille(effect.Lower), PerMille(effect.Upper), final);
        if (Told is { } told && told.Verdict == answer.Verdict && told.Final == answer.Final) return null;
        return Told = answer;
    }

    private VerificationVerdict Judge(ShareDifference effect, long badBefore, long before, long badAfter, long after)
    {
        if (after < EnoughAfter) return VerificationVerdict.Undecided;
        double was = (double)badBefore / before, now = (double)badAfter / after;
        var aim = Normal + Math.Max(0, was - Normal) * (1000 - Request.RecoversPerMille) / 1000;
        if (effect.Lower > 0 && now <= aim) return VerificationVerdict.Helped;
        if (effect.Upper < -HarmGap) return VerificationVerdict.Harmful;
        return VerificationVerdict.NoEffect;
    }

    private long Bad(Counts counts) => Math.Min(counts.Total, counts.Bad + (Request.BoundMilli > 0 ? counts.Late : 0));

    private static int PerMille(double share) => (int)Math.Round(share * 1000);
}
