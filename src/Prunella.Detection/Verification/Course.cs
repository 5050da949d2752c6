using Prunella.Contracts;
using Prunella.Detection.Hot;

namespace Prunella.Detection.Verification;

/// <summary>How the requests of one subject, or of a group, fared around an action: before it, while it settled, and
/// after.</summary>
/// <remarks>
/// Read again at every look from the minute that streams keep, so that late samples count in their time; what is older
/// than five seconds is summed up for good, because the minute passes on. The half second in which the first order left
/// belongs to the settling.
/// </remarks>
internal sealed class Course(VerificationRequest request)
{
    /// <summary>Samples may come so late; an export of a busy sender.</summary>
    private const long Grace = 5_000_000_000;
    private const double SlotSeconds = SlotRing.SlotNanos / 1e9;

    private readonly long _acted = request.ActedUnixNanos / SlotRing.SlotNanos;
    private readonly long _ordered =
        (request.OrderedUnixNanos > 0 ? request.OrderedUnixNanos : request.ActedUnixNanos) / SlotRing.SlotNanos;
    private readonly long _settled = (request.ActedUnixNanos + request.SettleNanos) / SlotRing.SlotNanos;
    private Kept _settling;
    private Kept _after;

    /// <summary>A sum that goes on.</summary>
    private struct Kept
    {
        public Stretch Sum;

        /// <summary>The first slot that is not in it; 0 before the first.</summary>
        public long Next;
    }

    /// <summary>Until the first order left.</summary>
    public TimeBefore Before { get; private set; } = TimeBefore.Nothing;

    /// <summary>What is compared with the time after: of slow requests, those that end while the action settles began
    /// before it and tell of that time. Its slope is that of before, because what an action does by and by is no
    /// trend.</summary>
    public TimeBefore Reference { get; private set; } = TimeBefore.Nothing;

    /// <summary>From then to the end of settling, or until the time within which disturbance is no harm.</summary>
    public Stretch Settling { get; private set; }

    /// <summary>From the end of settling on.</summary>
    public Stretch After { get; private set; }

    /// <summary>Requests of one slot depend on each other by so much in quiet times.</summary>
    public double Correlation { get; private set; }

    private bool IsSlow => request.Signal == SignalKind.Latency;

    /// <summary>Takes the counts as they stand now; those of several streams are added.</summary>
    public void Read(IReadOnlyList<Watched> streams, long at)
    {
        if (streams.Count == 0) return;
        Correlation = streams.Max(s => s.Correlation);
        if (at <= request.ActedUnixNanos + Grace || Before.Stretch.Total == 0) Before = Since(streams, _ordered);
        if (!IsSlow) Reference = Before;
        else if (at <= request.ActedUnixNanos + request.SettleNanos + Grace || Reference.Stretch.Total == 0)
        {
            Reference = Since(streams, _settled) with
            {
                Slope = Before.Slope,
                Least = Before.Least,
                Most = Before.Most,
            };
        }
        var disturbed = Math.Max(_settled, request.DisturbedUntilUnixNanos / SlotRing.SlotNanos);
        Settling = Sum(streams, ref _settling, (_ordered, disturbed), at);
        After = Sum(streams, ref _after, (_settled, long.MaxValue), at);
    }

    private TimeBefore Since(IReadOnlyList<Watched> streams, long end)
    {
        var first = Math.Max(request.BeforeUnixNanos / SlotRing.SlotNanos, end - SlotRing.Slots);
        var slots = new List<Slot>();
        for (var slot = first; slot < end; slot++) slots.Add(Of(streams, slot));
        return TimeBefore.Of(slots, Middle(first), SlotSeconds, Correlation);
    }

    private Stretch Sum(IReadOnlyList<Watched> streams, ref Kept kept, (long From, long To) over, long at)
    {
        var to = Math.Min(over.To, at / SlotRing.SlotNanos);
        if (kept.Next == 0) kept.Next = over.From;
        for (; kept.Next < Math.Min(to, (at - Grace) / SlotRing.SlotNanos); kept.Next++)
            kept.Sum.Add(Of(streams, kept.Next), Middle(kept.Next));
        var sum = kept.Sum;
        for (var slot = kept.Next; slot < to; slot++) sum.Add(Of(streams, slot), Middle(slot));
        return sum;
    }

    private double Middle(long slot) => (slot - _acted + 0.5) * SlotSeconds;

    private Slot Of(IReadOnlyList<Watched> streams, long slot)
    {
        var (bad, total) = (0L, 0L);
        foreach (var stream in streams)
        {
            var (from, to) = (slot * SlotRing.SlotNanos, (slot + 1) * SlotRing.SlotNanos);
            var counts = stream.Ring.Between(from, to, stream.Bound);
            // Failures and late ones are counted apart, and a failure may be late, too: never more than all.
            bad += Math.Min(counts.Total, counts.Bad + (request.BoundMilli > 0 ? counts.Late : 0));
            total += counts.Total;
        }
        return new Slot(bad, total);
    }
}

/// <summary>A stream as it is compared.</summary>
/// <param name="Ring">Its counts.</param>
/// <param name="Bound">Which of its bounds makes a request late.</param>
/// <param name="Correlation">Of two requests of one slot in quiet times.</param>
internal readonly record struct Watched(SlotRing Ring, int Bound, double Correlation);
