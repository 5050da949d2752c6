namespace Prunella.Detection.FalseAlarms;

/// <summary>Turns a probability into a bet against chance: what it pays has an expectation of one when the
/// probability is right.</summary>
/// <remarks>
/// The mixture of k p^(k-1) over all k from 0 to 1, which is (1 - p + p ln p) / (p ln^2 p): of the p-to-e
/// calibrators the one that needs no guess of how strong the evidence will be (Vovk and Wang, E-values:
/// calibration, combination and applications, Annals of Statistics 49, 2021). One point wins at most ten
/// thousandfold: a single one must not wake anybody.
/// </remarks>
internal static class Bet
{
    private const double Most = 10_000;

    /// <summary>The formula is 0/0 at one; its limit there is a half.</summary>
    private const double NearOne = 0.98;

    public static double On(double probability)
    {
        if (probability >= NearOne) return 0.5 + (1 - Math.Min(probability, 1)) / 6;
        var log = Math.Log(probability);
        return Math.Min(Most, (1 - probability + probability * log) / (probability * log * log));
    }
}
