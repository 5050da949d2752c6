namespace Prunella.Senses.Streams;

/// <summary>How a point stands to the one before it in its stream.</summary>
internal enum Step
{
    /// <summary>Nothing was known before: no difference can be taken.</summary>
    First,

    /// <summary>The next point.</summary>
    Next,

    /// <summary>The sender began anew: the value itself is what happened since.</summary>
    Reset,

    /// <summary>The same point again (a resend): dropped.</summary>
    Duplicate,

    /// <summary>Older than the last one: dropped.</summary>
    OutOfOrder,

    /// <summary>
    /// From a writer that started before the one last heard: two senders share an identity;
    /// dropped.
    /// </summary>
    Overlap,
}

/// <summary>
/// Remembers start and time of a stream's last point and says what the next one is.
/// </summary>
/// <remarks>
/// A cumulative value counts from its start time; a later start is a restart. Two processes with
/// one identity would look like a restart at every point and count everything twice, so a start
/// that goes back is refused while the newer writer is alive (heard within <see
/// cref="StaleNanos"/>). After that silence anything is taken as a new beginning, which also lets a
/// sender through whose clock was set back. Source: OpenTelemetry metrics data model, "Resets and
/// gaps" and "Overlap".
/// </remarks>
internal struct StreamClock
{
    /// <summary>
    /// One and a half of the SDKs' default export interval (60 s), so a living writer is heard
    /// within it.
    /// </summary>
    public const long StaleNanos = 90_000_000_000;

    private long _heard;

    public long Start { get; private set; }

    public long Time { get; private set; }

    /// <summary>Nanoseconds between the last two points; 0 before there are two.</summary>
    public long Interval { get; private set; }

    /// <summary>
    /// More than three of the stream's intervals passed before the last point; the difference stays
    /// true, but long.
    /// </summary>
    public bool AfterGap { get; private set; }

    /// <summary>Takes a point of a cumulative stream.</summary>
    public Step Cumulative(long start, long time, long received)
    {
        var stale = received - _heard > StaleNanos;
        var step = Time == 0 ? Step.First
            : start < Start && start != 0 ? stale ? Step.First : Step.Overlap
            : start > Start && Start != 0 ? Step.Reset
            : time > Time ? Step.Next
            : stale ? Step.First
            : time == Time ? Step.Duplicate
            : Step.OutOfOrder;
        return Took(step, start, time, received);
    }

    /// <summary>Takes a point of a delta stream.</summary>
    public Step Delta(long start, long time, long received)
    {
        var step = Time == 0 || time > Time || received - _heard > StaleNanos ? Step.Next
            : time == Time ? Step.Duplicate
            : Step.OutOfOrder;
        return Took(step, start, time, received);
    }

    private Step Took(Step step, long start, long time, long received)
    {
        AfterGap = false;
        if (step is Step.Duplicate or Step.OutOfOrder or Step.Overlap) return step;
        var elapsed = Time == 0 || time <= Time ? 0 : time - Time;
        AfterGap = step == Step.Next && Interval > 0 && elapsed > 3 * Interval;
        if (elapsed > 0) Interval = elapsed;
        (Start, Time, _heard) = (start, time, received);
        return step;
    }
}
