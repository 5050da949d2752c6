namespace Prunella.Simulation.Time;

/// <summary>What is due, ordered by time and, within one time, by the order in which it was asked for.</summary>
/// <remarks>
/// Intuition: a pile of dated notes; the clock of the world jumps to the date of the topmost one. The order is total,
/// so a run depends on nothing but its plan and its seed. A heap of four children per node: it is half as deep as
/// one of two, and the four lie in neighbouring cache lines. Allocates only when it outgrows its room.
/// One caller at a time.
/// </remarks>
/// <typeparam name="TWhat">What is due; a small struct.</typeparam>
public sealed class EventQueue<TWhat> where TWhat : struct
{
    private const int Children = 4;
    private Entry[] _heap = new Entry[256];
    private long _sequence;

    /// <summary>Virtual time, in nanoseconds since the beginning of the world; never falls.</summary>
    public long Now { get; private set; }

    /// <summary>How much is due some time.</summary>
    public int Count { get; private set; }

    /// <summary>How much has been taken out so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Puts something in.</summary>
    /// <param name="at">When it is due; not in the past.</param>
    /// <param name="what">What it is.</param>
    public void Schedule(long at, TWhat what)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, Now);
        if (Count == _heap.Length) Array.Resize(ref _heap, Count * 2);
        var entry = new Entry(at, _sequence++, what);
        var heap = _heap;
        var i = Count++;
        while (i > 0)
        {
            var parent = (i - 1) / Children;
            if (!entry.IsBefore(heap[parent])) break;
            heap[i] = heap[parent];
            i = parent;
        }
        heap[i] = entry;
    }

    /// <summary>Takes the next one that is due at or before a time, and moves <see cref="Now"/> to it; false, and
    /// <see cref="Now"/> at that time, when there is none.</summary>
    public bool TryTake(long until, out TWhat what)
    {
        if (Count == 0 || _heap[0].At > until)
        {
            Now = Math.Max(Now, until);
            what = default;
            return false;
        }
        Now = _heap[0].At;
        what = _heap[0].What;
        Taken++;
        RemoveFirst();
        return true;
    }

    private void RemoveFirst()
    {
        var heap = _heap;
        var count = --Count;
        var last = heap[count];
        var i = 0;
        while (true)
        {
            var child = i * Children + 1;
            if (child >= count) break;
            var end = Math.Min(child + Children, count);
            var least = child;
            for (var other = child + 1; other < end; other++)
            {
                if (heap[other].IsBefore(heap[least])) least = other;
            }
            if (!heap[least].IsBefore(last)) break;
            heap[i] = heap[least];
            i = least;
        }
        heap[i] = last;
    }

    private readonly struct Entry(long at, long sequence, TWhat what)
    {
        public readonly long At = at;
        public readonly long Sequence = sequence;
        public readonly TWhat What = what;

        public bool IsBefore(in Entry other) => At < other.At || At == other.At && Sequence < other.Sequence;
    }
}
