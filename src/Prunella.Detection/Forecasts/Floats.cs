using Prunella.Detection.Series;

namespace Prunella.Detection.Forecasts;

/// <summary>Carries single floats through a state exchange, bit for bit.</summary>
internal static class Floats
{
    public static void Of(StateExchange state, ref float field)
    {
        var bits = BitConverter.SingleToInt32Bits(field);
        state.Of(ref bits);
        field = BitConverter.Int32BitsToSingle(bits);
    }

    public static void Of(StateExchange state, Span<float> fields)
    {
        foreach (ref var field in fields) Of(state, ref field);
    }
}
