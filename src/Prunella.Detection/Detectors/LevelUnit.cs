using Prunella.Contracts;

namespace Prunella.Detection.Detectors;

/// <summary>How a level's amounts stand in a verdict's evidence: whole thousandths of a unit that people
/// read.</summary>
internal static class LevelUnit
{
    private const double MiB = 1024 * 1024;

    /// <summary>Bytes are told in MiB; everything else as its sender names it.</summary>
    public static string Of(SeriesDescription series) => series.Unit == "By" ? "MiB" : series.Unit;

    public static Evidence Evidence(SeriesDescription series, double value, double expected)
    {
        var one = series.Unit == "By" ? MiB : 1;
        return new Evidence(Milli(value / one), Milli(expected / one), 1, 0, 0, 0) { Unit = Of(series) };
    }

    private static long Milli(double amount) => (long)Math.Clamp(amount * 1000, -9e18, 9e18);
}
