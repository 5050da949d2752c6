namespace Prunella.Detection;

/// <summary>How often somebody speaks, and whether it is silent now.</summary>
/// <remarks>
/// One rule for all who are listened to: silent after three of its own intervals without a word, and
/// never before a least patience. The first interval counts in full, later ones by an eighth, so
/// that one lost or late word neither widens nor narrows what is expected by much; an interval
/// counts for at most two minutes, so that a long outage does not buy a long silence. A word that is
/// not newer than the last one is none. Times are Unix nanoseconds; eight per interval and the two
/// minutes are chosen by feel.
/// </remarks>
/// <param name="leastPatience">Nanoseconds of silence that are always borne.</param>
internal struct Rhythm(long leastPatience)
{
    private const long MostInterval = 120_000_000_000;
    private const int Smoothing = 8;
    private bool _hasInterval;

    /// <summary>Time of the newest word; 0 before the first.</summary>
    public long LastAt { get; private set; }

    /// <summary>Nanoseconds from word to word, smoothed; a second until there were two.</summary>
    public long IntervalNanos { get; private set; } = 1_000_000_000;

    /// <summary>Nanoseconds of silence that are borne.</summary>
    public readonly long Patience => Math.Max(leastPatience, _hasInterval ? 3 * IntervalNanos : 0);

    /// <summary>Takes a word; false when it is not newer than the last.</summary>
    public bool Hear(long at)
    {
        if (at <= LastAt) return false;
        if (LastAt != 0)
        {
            var interval = Math.Min(at - LastAt, MostInterval);
            IntervalNanos = _hasInterval ? IntervalNanos + (interval - IntervalNanos) / Smoothing : interval;
            _hasInterval = true;
        }
        LastAt = at;
        return true;
    }

    /// <summary>True when it never spoke, or has been silent beyond its patience.</summary>
    public readonly bool IsSilent(long at) => LastAt == 0 || at - LastAt > Patience;

    /// <summary>Forgets the last word, because it was of a time that has not come; the rhythm is measured
    /// anew.</summary>
    public void Forget() => (LastAt, _hasInterval) = (0, false);
}
