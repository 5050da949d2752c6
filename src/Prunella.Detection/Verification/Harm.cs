using Prunella.Contracts;
using Prunella.Detection.Hot;

namespace Prunella.Detection.Verification;

/// <summary>Has somebody become worse since an action, beyond what chance and the action's own disturbance
/// make?</summary>
/// <remarks>
/// Harm is called when the bad share is for certain more than five points above what would have been without the
/// remedy. While the action settles the bar is higher, in two ways: of the requests that would have ended well as
/// many as the request allows may fail (a restarted instance answers nobody for a while, and what hung on an ejected
/// one fails), and the level is a tenth: what is judged so soon is judged on the least evidence. In both cases a
/// second and a half must have been seen: one stall of the machine speaks in every request of its half second.
/// </remarks>
internal static class Harm
{
    /// <summary>Five points; chosen by feel: less is not worth taking back what may still help.</summary>
    private const double Gap = 0.05;

    /// <summary>One in a hundred remedies without effect may be called harmful after it settled.</summary>
    public const double Alpha = 0.01;

    private const double AlphaWhileSettling = Alpha / 10;
    private const int LeastSpan = (int)(1_500_000_000 / SlotRing.SlotNanos);

    /// <summary>Sure after it settled.</summary>
    /// <param name="course">Of whom.</param>
    /// <param name="control">With whom he is compared; null for his own trend.</param>
    /// <param name="share">His part of the level: one over how many are watched.</param>
    public static bool IsSure(Course course, Course? control, double share) =>
        course.After.Span >= LeastSpan
        && IsWorse(course, control, course.Reference, course.After, (Alpha * share, 0));

    /// <summary>Sure while it still settles: compared with the time before and nothing else, because those who are no
    /// control later are none now.</summary>
    /// <remarks>Never of trouble that makes requests late: those that end while it settles began before the action,
    /// and the time before has not seen them end.</remarks>
    public static bool IsSureAlready(Course course, VerificationRequest request, double share) =>
        request.BoundMilli == 0 && course.Settling.Span >= LeastSpan
        && IsWorse(
            course, null, course.Before, course.Settling,
            (AlphaWhileSettling * share, request.DisturbedPerMille / 1000.0));

    private static bool IsWorse(
        Course course, Course? control, in TimeBefore before, in Stretch since, (double Level, double Disturbed) bar)
    {
        // Most neighbours are not worse at all.
        if (since.Share < before.Stretch.Share + Gap) return false;
        var level = control is null ? bar.Level : bar.Level / 2;
        var step = control is null
            ? Expected.ByTrend(before, since.Middle).Upper
            : Expected.ByControl(control, level).Upper;
        double Room(double was, double now)
        {
            var expected = Expected.Moved(was, step);
            return expected + Math.Max(Gap, (1 - expected) * bar.Disturbed) - now;
        }
        var perOne = Stretch.RequestsPerOne(before.Stretch, since, course.Correlation);
        return new Pair(before.Stretch, since, perOne).Greatest(level, Room) < 0;
    }
}
