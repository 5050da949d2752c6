using System.Numerics;

using Prunella.Contracts;

namespace Prunella.Detection.Attention;

/// <summary>Whether a service is to be attended to: its breaches are consistent, or were a short while ago.</summary>
/// <remarks>
/// A look a second (the first tick of it) notes the worst severity on the service. Attention begins when a warning or
/// worse was seen at eight of the last ten looks, or anything at all at forty-five of the last sixty. A single spike is
/// unhealthy for six seconds at most where witnesses speak every second (a window of three, two of recovering, one
/// that is cut), which is less than eight; two looks of ten may be lost to what wavers at the bar. So a warning that
/// lasts is attended to at its eighth look, and a notice that lasts within a minute. Of a witness that speaks once a
/// minute a verdict itself rests on two of its words, and one word more would be a minute later: there the looks add
/// little. Attention ends when nothing was seen for ten minutes: flapping within that keeps it, and does not toggle
/// it. Looks more than two minutes apart have nothing to do with each other.
/// </remarks>
internal struct Breaches
{
    public const int WarningLooks = 10;
    public const int WarningNeeded = 8;
    public const int NoticeLooks = 60;
    public const int NoticeNeeded = 45;
    public const long EndsAfterNanos = 600_000_000_000;
    private const long Apart = 120_000_000_000;
    private ulong _notices;
    private ulong _warnings;
    private long _lookedAt;
    private long _seenAt;

    /// <summary>True from a consistent breach until ten minutes without any.</summary>
    public bool IsAttended { get; private set; }

    /// <summary>Nothing of it is worth keeping.</summary>
    public readonly bool IsOver => !IsAttended && _notices == 0;

    /// <param name="worst">The worst severity of what is unhealthy about it; null when nothing is.</param>
    /// <param name="at">Now; a second after the last look at least.</param>
    public void Look(Severity? worst, long at)
    {
        if (at - _lookedAt > Apart) (_notices, _warnings) = (0, 0);
        _lookedAt = at;
        if (worst is not null) _seenAt = at;
        _notices = Shift(_notices, NoticeLooks, worst is not null);
        _warnings = Shift(_warnings, WarningLooks, worst >= Severity.Warning);
        if (BitOperations.PopCount(_warnings) >= WarningNeeded || BitOperations.PopCount(_notices) >= NoticeNeeded)
            IsAttended = true;
        else if (at - _seenAt >= EndsAfterNanos) IsAttended = false;
    }

    private static ulong Shift(ulong looks, int kept, bool now) =>
        ((looks << 1) | (now ? 1UL : 0)) & ((1UL << kept) - 1);
}
