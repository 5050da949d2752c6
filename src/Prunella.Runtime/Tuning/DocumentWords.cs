using System.Globalization;

namespace Prunella.Runtime.Tuning;

/// <summary>Values as documents write them.</summary>
internal static class DocumentWords
{
    private static readonly (string Unit, long Nanos)[] Units =
        [("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000)];

    /// <summary>In the largest unit in which it is whole; what is finer than a millisecond is left out.</summary>
    public static string Duration(long nanos)
    {
        foreach (var (unit, size) in Units)
        {
            if (nanos >= size && nanos % size == 0) return Text($"{nanos / size}{unit}");
        }
        return Text($"{nanos / 1_000_000}ms");
    }

    public static string Share(int perMille) =>
        perMille % 10 == 0 ? Text($"{perMille / 10}%") : Text($"{perMille / 10}.{perMille % 10}%");

    public static string List(IEnumerable<string> names) => $"[ {string.Join(", ", names)} ]";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
