namespace Prunella.Reflexes.SlowStart;

/// <summary>How much of its share a destination gets after it came back: from a tenth to all of
/// it, linearly over three seconds.</summary>
/// <remarks>A cold process answers its first requests slowly; three seconds and a tenth are chosen
/// by feel.</remarks>
public static class SlowStartRamp
{
    /// <summary>Length of the ramp.</summary>
    public const long Nanos = 3_000_000_000;

    /// <summary>Where it begins, per mille.</summary>
    public const int FromPerMille = 100;

    /// <summary>The share at a time, per mille; 1000 for a destination that never was away
    /// (<paramref name="returnedAt"/> 0).</summary>
    public static int SharePerMille(long returnedAt, long at)
    {
        if (returnedAt == 0 || at - returnedAt >= Nanos) return 1000;
        return FromPerMille + (int)((1000 - FromPerMille) * Math.Max(0, at - returnedAt) / Nanos);
    }
}
