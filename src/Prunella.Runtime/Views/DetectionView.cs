using Prunella.Contracts;
using Prunella.Detection;

namespace Prunella.Runtime.Views;

/// <summary>How closely detection looks, and at whom.</summary>
/// <param name="PlainSeries">Plain levels and counts that are watched.</param>
/// <param name="FullTierSeries">Of those, series that are judged by the full tier as well.</param>
/// <param name="WarmSeries">Of those, series whose full tier has seen enough to say anything.</param>
/// <param name="Attended">Services attended to, ordered: their breaches are consistent, or were within the last ten
/// minutes.</param>
public sealed record DetectionView(
    int PlainSeries, int FullTierSeries, int WarmSeries, IReadOnlyList<ServiceId> Attended)
{
    /// <summary>Before the first tick.</summary>
    public static readonly DetectionView Empty = new(0, 0, 0, []);

    internal static DetectionView Of(DetectionReport report) =>
        new(report.PlainSeries, report.FullSeries, report.WarmSeries, report.Attended);
}
