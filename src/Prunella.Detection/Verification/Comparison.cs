using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Statistics;

namespace Prunella.Detection.Verification;

/// <summary>Did it help: the share of bad requests before the action against the share after it
/// settled, with bounds.</summary>
/// <remarks>
/// A request is counted when it ends, so what ends while the action settles still tells of the time
/// before it. Before: from when the trouble began to the end of settling, at most the minute that
/// is kept; it is remembered when it is over, because the minute passes on. After: from there to
/// now, at most the last minute. Helped: the fall's lower 95 % bound is above zero and the asked
/// share of the excess over what is normal (one bad request in a hundred, or more where more is
/// usual) is gone. Harmful: the upper bound is below minus five points. No effect: fifty requests
/// were seen after it and neither holds. Undecided before that. Helped may be told before the
/// deadline; the rest only at it.
/// </remarks>
internal sealed class Comparison(VerificationRequest request)
{
    private const double Normal = 0.01;
    private const double HarmGap = 0.05;
    private const int EnoughAfter = 50;

    /// <summary>Samples of the time before may come so late; an export of a busy sender.</summary>
    private const long Grace = 5_000_000_000;

    private Counts _before;
    private Witness _witness;

    public VerificationRequest Request { get; } = request;

    public VerificationResult? Told { get; private set; }

    /// <summary>Whose counts are compared: the one who was asked first, because two witnesses count
    /// differently.</summary>
    public SignalStream? Choose(SignalStream? preferred, StreamBook book)
    {
        if (_witness != Witness.None) return book.Find(Request.Subject, _witness);
        if (preferred is not null) _witness = preferred.Witness;
        return preferred;
    }

    /// <summary>The answer now, or null when it is the same as the last one told.</summary>
    public VerificationResult? Answer(SignalStream stream, long at) =>
        Answer(stream.Seconds, stream.BoundOf(Request.BoundMilli / 1000.0), stream.Baseline.BadShare, at);

    /// <summary>The same over counts as they are.</summary>
    public VerificationResult? Answer(SlotRing ring, int bound, double usual, long at)
    {
        var settled = Request.ActedUnixNanos + Request.SettleNanos;
        if (at <= settled + Grace || _before.Total == 0)
            _before = ring.Between(Request.BeforeUnixNanos, settled, bound);
        var after = ring.Between(settled, at, bound);
        var (badBefore, badAfter) = (Bad(_before), Bad(after));
        var effect = ShareDifference.Of(badBefore, _before.Total, badAfter, after.Total);
        var normal = Math.Max(Normal, Request.BoundMilli > 0 ? 0 : usual);
        var verdict = after.Total < EnoughAfter || _before.Total == 0
            ? VerificationVerdict.Undecided
            : Judge(effect, normal, (double)badBefore / _before.Total, (double)badAfter / after.Total);
        var final = at >= Request.DeadlineUnixNanos || verdict == VerificationVerdict.Helped;
        var answer = new VerificationResult(
            Request.Remediation, verdict, badBefore, _before.Total, badAfter, after.Total,
            PerMille(effect.Difference), PerMille(effect.Lower), PerMille(effect.Upper), final);
        if (Told is { } told && told.Verdict == answer.Verdict && told.Final == answer.Final) return null;
        return Told = answer;
    }

    private VerificationVerdict Judge(ShareDifference effect, double normal, double was, double now)
    {
        var aim = normal + Math.Max(0, was - normal) * (1000 - Request.RecoversPerMille) / 1000;
        if (effect.Lower > 0 && now <= aim) return VerificationVerdict.Helped;
        if (effect.Upper < -HarmGap) return VerificationVerdict.Harmful;
        return VerificationVerdict.NoEffect;
    }

    /// <summary>Failures and late ones are counted apart, and a failure may be late, too: never
    /// more than all.</summary>
    private long Bad(Counts counts) => Math.Min(counts.Total, counts.Bad + (Request.BoundMilli > 0 ? counts.Late : 0));

    private static int PerMille(double share) => (int)Math.Round(share * 1000);
}
