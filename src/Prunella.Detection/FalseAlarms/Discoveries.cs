namespace Prunella.Detection.FalseAlarms;

/// <summary>Which of many series have shown enough, when several have shown something at once.</summary>
/// <remarks>
/// The e-BH procedure (Wang and Ramdas, False discovery rate control with e-values, Journal of the Royal Statistical
/// Society B 84, 2022), on e-detectors (Dandapanthula and Ramdas, Multiple testing in multi-stream sequential change
/// detection, 2025): the k strongest are taken for the largest k at which the weakest of them has a k-th of what one
/// would need alone. It holds under any dependence between the series: if nothing is wrong anywhere, the sum of all
/// evidence would have to reach the bar for the first of them to be taken.
/// </remarks>
internal static class Discoveries
{
    /// <summary>How many of the strongest are taken.</summary>
    /// <param name="evidence">Strongest first.</param>
    /// <param name="bar">What one needs alone.</param>
    /// <param name="standing">Series taken a short while ago that belong to the same look.</param>
    public static int Count(ReadOnlySpan<double> evidence, double bar, int standing)
    {
        for (var k = evidence.Length; k > 0; k--)
        {
            if (evidence[k - 1] * (k + standing) >= bar) return k;
        }
        return 0;
    }
}
