namespace Prunella.Detection;

/// <summary>Turns readings of a counter that only grows into a rate per second.</summary>
/// <remarks>
/// Intuition: what matters of a counter is by how much it grew between two readings. A reading below
/// the last one means that it wrapped or began anew. It wrapped when the last reading was in the top
/// quarter of a 32-bit or 64-bit register and the new one is in the lowest quarter, so that it passed
/// the end by less than half a register; a process that restarts falls from anywhere, and then what
/// stands in the counter now is all that is known of what happened since. A reset that happens to
/// fall from the top quarter of 2^32 is taken for a wrap and overstates that one rate, which is the
/// price of reading registers whose width nobody tells. The first reading gives no rate: what it
/// counts may be years old. After a gap (more than ten usual intervals, or ten minutes before
/// there is a usual one) the difference is real but spread over a time that nobody saw, so it gives
/// no rate either. A reading not newer than the last is a duplicate or came out of order and is
/// passed over. Not finite or negative readings are none. A double holds whole numbers up to 2^53
/// exactly; near 2^64 neighbouring readings are 2048 apart and the rate is as coarse.
/// Source: RFC 2578 section 7.1.6 (counters of 32 and 64 bits and their wrap).
/// Ten intervals and ten minutes are chosen by feel. One caller at a time; 32 bytes, no allocation.
/// </remarks>
public struct CounterSteps
{
    /// <summary>2^32, where a register of 32 bits begins anew.</summary>
    private const double Wrap32 = 4_294_967_296.0;

    /// <summary>2^64.</summary>
    private const double Wrap64 = 18_446_744_073_709_551_616.0;

    private const double TopQuarter = 0.75;
    private const double LowQuarter = 0.25;
    private const int GapIntervals = 10;
    private const long LongestUnknown = 600_000_000_000;
    private const int Smoothing = 8;

    private double _last;
    private long _at;
    private long _start;
    private long _interval;

    /// <summary>Takes a reading and gives the rate since the one before.</summary>
    /// <param name="atUnixNanos">When it was read, Unix nanoseconds.</param>
    /// <param name="reading">The counter's value.</param>
    /// <param name="startUnixNanos">Since when it counts, where the sender says so; 0 where not. A later
    /// start is a reset even when the counter has already grown past its last reading.</param>
    /// <returns>Per second; null when this reading gives none.</returns>
    public double? Take(long atUnixNanos, double reading, long startUnixNanos = 0)
    {
        if (!IsReading(reading) || atUnixNanos <= _at) return null;
        var (last, before, begunAnew) = (_last, _at, startUnixNanos > _start && _start != 0);
        (_last, _at) = (reading, atUnixNanos);
        if (startUnixNanos > 0) _start = startUnixNanos;
        if (before == 0) return null;
        var elapsed = atUnixNanos - before;
        var isGap = elapsed > (_interval == 0 ? LongestUnknown : GapIntervals * _interval);
        _interval = _interval == 0 || isGap ? elapsed : _interval + (elapsed - _interval) / Smoothing;
        if (isGap) return null;
        if (!begunAnew) return Growth(last, reading) * 1e9 / elapsed;
        // What it counts now, it counted since its own start, if that lies between the readings.
        var since = Math.Max(before, startUnixNanos);
        return since < atUnixNanos ? reading * 1e9 / (atUnixNanos - since) : null;
    }

    private static bool IsReading(double reading) => reading is >= 0 and < double.PositiveInfinity;

    private static double Growth(double last, double reading)
    {
        if (reading >= last) return reading - last;
        var register = last < Wrap32 ? Wrap32 : Wrap64;
        var wrapped = last >= TopQuarter * register && last < register && reading < LowQuarter * register;
        return wrapped ? register - last + reading : reading;
    }
}
