using Prunella.Detection.Series;

namespace Prunella.Detection.Forecasts;

/// <summary>Carries single floats through a state exchange, bit for bit; what is no number is refused.</summary>
internal static class Floats
{
    public static void Of(StateExchange state, ref float field)
    {
        long bits = BitConverter.SingleToUInt32Bits(field);
        state.Of(ref bits);
        if (bits is < 0 or > uint.MaxValue) throw new FormatException("The state of a forecast holds what is no number.");
        field = BitConverter.UInt32BitsToSingle((uint)bits);
        if (!float.IsFinite(field)) throw new FormatException("The state of a forecast holds what is no number.");
    }

    public static void Of(StateExchange state, Span<float> fields)
    {
        foreach (ref var field in fields) Of(state, ref field);
    }
}
