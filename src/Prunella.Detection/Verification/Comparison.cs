using Prunella.Contracts;
using Prunella.Detection.Hot;

namespace Prunella.Detection.Verification;

/// <summary>Did it help: the share of bad requests after an action against what it would have been without it, judged
/// at every look.</summary>
/// <remarks>
/// What would have been is told by a control group where one had the same trouble, else by the time before and its
/// trend (see <see cref="Expected"/>). All bounds hold at every time at once (<see
/// cref="Statistics.ShareSequence"/>), so an answer may be given as soon as it is sure. <em>Helped</em>: the effect's
/// lower bound is above zero, and the asked share of the excess over what is normal (one bad request in a hundred, or
/// more where more is usual) is gone. <em>Harmful</em>: see <see cref="Harm"/>; whoever may be hurt by the remedy is
/// watched by the same test, and all of them share one level. Both are final at once. <em>No effect</em>, at the
/// deadline: fifty requests were seen, and the asked share is not gone, or it is gone and so it would be without the
/// remedy. <em>Undecided</em>: anything else. A remedy without effect is said to have helped in at most one of twenty.
/// </remarks>
internal sealed class Comparison(VerificationRequest request)
{
    private const double Normal = 0.01;
    private const double Alpha = 0.05;
    private const int EnoughAfter = 50;

    /// <summary>A second: one good moment of a trouble that comes and goes is not enough.</summary>
    private const int LeastSpan = (int)(1_000_000_000 / SlotRing.SlotNanos);

    /// <summary>A control has the trouble, too, when ten of its requests were bad, and its share was at least a quarter
    /// of that of the treated.</summary>
    private const int EnoughBad = 10;
    private const double AlikeShare = 0.25;

    private readonly Course _course = new(request);
    private readonly Course _controls = new(request);
    private readonly SortedDictionary<Subject, Course> _neighbours = [];
    private bool _isFinal;
    private VerificationResult? _told;

    public VerificationRequest Request { get; } = request;

    /// <summary>The answer now, or null when it is the same as the last one told.</summary>
    /// <param name="seen">Whose counts are compared.</param>
    /// <param name="usual">The bad share that is usual.</param>
    /// <param name="at">Now.</param>
    public VerificationResult? Answer(Seen seen, double usual, long at)
    {
        if (_isFinal) return null;
        _course.Read([seen.Treated], at);
        _controls.Read(seen.Controls, at);
        foreach (var (subject, stream) in seen.Neighbours)
        {
            if (!_neighbours.TryGetValue(subject, out var course)) _neighbours[subject] = course = new Course(Request);
            course.Read([stream], at);
        }
        var answer = Judge(Math.Max(Normal, Request.BoundMilli > 0 ? 0 : usual), at);
        _isFinal = answer.Final;
        if (_told is { } told && told.Verdict == answer.Verdict && told.Final == answer.Final) return null;
        return _told = answer;
    }

    private VerificationResult Judge(double normal, long at)
    {
        var control = HadTheTrouble() ? _controls : null;
        if (at > HarmFrom && Harm.IsSure(_course, control, 1))
            return Told(VerificationVerdict.Harmful, control, isFinal: true, _course.After);
        if (Harm.IsSureAlready(_course, Request, 1))
            return Told(VerificationVerdict.Harmful, null, isFinal: true, _course.Settling);
        if (Hurt(at) is { } hurt)
            return Told(VerificationVerdict.Harmful, control, isFinal: true, Since) with { Neighbour = hurt };
        var isOver = at >= Request.DeadlineUnixNanos;
        var (was, now) = (_course.Reference.Stretch, _course.After);
        var aim = normal + Math.Max(0, was.Share - normal) * (1000 - Request.RecoversPerMille) / 1000;
        if (was.Total == 0 || now.Total == 0) return Told(VerificationVerdict.Undecided, control, isOver, Since);
        var effect = Effect.Of(_course, control, now, Alpha);
        var isGone = now.Share <= aim;
        if (effect.Lower > 0 && isGone && now.Span >= LeastSpan)
            return Told(VerificationVerdict.Helped, control, isFinal: true, now, effect);
        var verdict = isOver ? AtTheEnd(effect, isGone, was.Share - aim) : SoFar(effect);
        return Told(verdict, control, isOver, now, effect);
    }

    private VerificationVerdict SoFar(Effect effect)
    {
        if (effect.Lower > 0) return VerificationVerdict.Helped;
        if (effect.Upper < 0) return VerificationVerdict.Harmful;
        return _course.After.Total < EnoughAfter ? VerificationVerdict.Undecided : VerificationVerdict.NoEffect;
    }

    private VerificationVerdict AtTheEnd(Effect effect, bool isGone, double asked)
    {
        if (_course.After.Total < EnoughAfter) return VerificationVerdict.Undecided;
        return !isGone || asked <= 0 || effect.Upper < asked
            ? VerificationVerdict.NoEffect
            : VerificationVerdict.Undecided;
    }

    /// <summary>Until then harm is judged as while it settles.</summary>
    private long HarmFrom =>
        Math.Max(Request.ActedUnixNanos + Request.SettleNanos, Request.DisturbedUntilUnixNanos);

    private Stretch Since => _course.After.Total > 0 ? _course.After : _course.Settling;

    /// <summary>Known before the action, so that nobody chooses the control that pleases.</summary>
    private bool HadTheTrouble()
    {
        var (theirs, own) = (_controls.Reference.Stretch, _course.Reference.Stretch);
        return theirs.Bad >= EnoughBad && theirs.Share >= 2 * Normal && theirs.Share >= AlikeShare * own.Share;
    }

    private SideEffect? Hurt(long at)
    {
        var share = 1.0 / Math.Max(1, Request.Neighbours?.Count ?? 1);
        foreach (var (subject, course) in _neighbours)
        {
            var isHurt = at > HarmFrom && Harm.IsSure(course, null, share);
            if (!isHurt && !Harm.IsSureAlready(course, Request, share)) continue;
            var (was, since) = (course.Reference.Stretch, isHurt ? course.After : course.Settling);
            return new SideEffect(subject, was.Bad, was.Total, since.Bad, since.Total);
        }
        return null;
    }

    private VerificationResult Told(VerificationVerdict verdict, Course? control, bool isFinal, Stretch since) =>
        Told(verdict, control, isFinal, since, Effect.Of(_course, control, since, Alpha));

    private VerificationResult Told(
        VerificationVerdict verdict, Course? control, bool isFinal, Stretch since, Effect effect)
    {
        var was = _course.Reference.Stretch;
        return new VerificationResult(
            Request.Remediation, verdict, was.Bad, was.Total, since.Bad, since.Total,
            PerMille(effect.Middle), PerMille(effect.Lower), PerMille(effect.Upper), isFinal)
        {
            ActedUnixNanos = Request.ActedUnixNanos,
            Control = control is null
                ? new ControlCounts(VerificationControl.Trend, 0, 0, 0, 0)
                : new ControlCounts(
                    Request.ControlledBy, control.Reference.Stretch.Bad, control.Reference.Stretch.Total,
                    control.After.Bad, control.After.Total),
        };
    }

    private static int PerMille(double share) => (int)Math.Round(share * 1000);

    /// <summary>By how much the share is below what it would have been.</summary>
    private readonly record struct Effect(double Lower, double Middle, double Upper)
    {
        public static Effect Of(Course course, Course? control, in Stretch since, double alpha)
        {
            var before = course.Reference;
            var level = control is null ? alpha : alpha / 2;
            var step = control is null
                ? Expected.ByTrend(before, since.Middle)
                : Expected.ByControl(control, level);
            var perOne = Stretch.RequestsPerOne(before.Stretch, since, course.Correlation);
            var pair = new Pair(before.Stretch, since, perOne);
            var middle = since.Total == 0 || before.Stretch.Total == 0
                ? 0
                : Expected.Moved(Expected.Smooth(before.Stretch), step.Middle) - since.Share;
            return new Effect(
                pair.Least(level, (was, now) => Expected.Moved(was, step.Lower) - now),
                middle,
                pair.Greatest(level, (was, now) => Expected.Moved(was, step.Upper) - now));
        }
    }
}

/// <summary>The streams of one comparison.</summary>
/// <param name="Treated">On which the effect must show.</param>
/// <param name="Controls">Of the control group.</param>
/// <param name="Neighbours">Of those who may be hurt.</param>
internal sealed record Seen(
    Watched Treated, IReadOnlyList<Watched> Controls, IReadOnlyList<KeyValuePair<Subject, Watched>> Neighbours);
