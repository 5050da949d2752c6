namespace Prunella.Kernel.Learning;

/// <summary>How fast what was learned fades: half of it is gone after <see cref="HalfLife"/>.</summary>
/// <remarks>
/// Thirty days, chosen by feel: a fleet changes with its deployments, and of what was seen a season ago an eighth still
/// counts. It fades in whole hours, so that a bound does not move from one decision to the next for no reason.
/// </remarks>
internal static class Decay
{
    public const long Hour = 3_600_000_000_000;
    public const long HalfLife = 30 * 24 * Hour;
    private const long HalfLifeHours = HalfLife / Hour;

    /// <summary>Whole hours from one stamp to a later one; 0 for an earlier one.</summary>
    public static long Hours(long from, long to) => Math.Max(0, (to - from) / Hour);

    /// <summary>What is left of an amount after so many hours, rounded down.</summary>
    public static long Left(long amount, long hours)
    {
        var halvings = hours / HalfLifeHours;
        var part = hours % HalfLifeHours * (1L << BinaryLog.Bits) / HalfLifeHours;
        var factor = BinaryLog.PowerOfMinus((halvings << BinaryLog.Bits) | part);
        return (long)(((UInt128)(ulong)amount * factor) >> BinaryLog.PowerBits);
    }
}
