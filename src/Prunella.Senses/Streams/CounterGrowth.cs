namespace Prunella.Senses.Streams;

/// <summary>By how much a counter grew between two readings of one start.</summary>
/// <remarks>
/// A reading below the last one is a register that wrapped when the last was in the top quarter of 32
/// or 64 bits and the new one is in the lowest; else the counter began anew without saying so, and
/// what stands in it now is the growth. OTLP sends whole numbers as signed 64 bits, so an unsigned
/// register that passes 2^63 arrives negative and is refused as a value that no counter has.
/// </remarks>
internal static class CounterGrowth
{
    private const double Wrap32 = 4_294_967_296.0;
    private const double Wrap64 = 18_446_744_073_709_551_616.0;

    /// <summary>The growth, and whether the counter began anew.</summary>
    public static (double Growth, bool IsReset) Of(double last, double now)
    {
        if (now >= last) return (now - last, false);
        var register = last < Wrap32 ? Wrap32 : Wrap64;
        var wrapped = last >= 0.75 * register && last < register && now < 0.25 * register;
        return wrapped ? (register - last + now, false) : (now, true);
    }
}
