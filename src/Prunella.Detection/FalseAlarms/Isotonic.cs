namespace Prunella.Detection.FalseAlarms;

/// <summary>The non-decreasing sequence that is nearest to a given one, by weighted squares.</summary>
/// <remarks>
/// Intuition: walk from left to right; where a value is below the one before, the order says that both must be the
/// same, so they become their common mean, and that one is compared with its own neighbour again. What is left is a
/// staircase that never falls. This is the pool adjacent violators algorithm (Ayer and others 1955), which finds the
/// optimum exactly and in one pass. Pooled neighbours differ by nothing: the data cannot tell their order apart.
/// </remarks>
internal static class Isotonic
{
    /// <summary>The fit, as many values as given.</summary>
    /// <param name="values">In the order in which they must not fall.</param>
    /// <param name="weights">Above zero, one per value.</param>
    public static double[] Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.Length != weights.Length) throw new ArgumentException("A weight for each value.", nameof(weights));
        var (mean, weight, length) = (new double[values.Length], new double[values.Length], new int[values.Length]);
        var blocks = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!(weights[i] > 0)) throw new ArgumentException("Weights are above zero.", nameof(weights));
            (mean[blocks], weight[blocks], length[blocks]) = (values[i], weights[i], 1);
            for (; blocks > 0 && mean[blocks - 1] >= mean[blocks]; blocks--)
            {
                var sum = weight[blocks - 1] + weight[blocks];
                mean[blocks - 1] = (mean[blocks - 1] * weight[blocks - 1] + mean[blocks] * weight[blocks]) / sum;
                weight[blocks - 1] = sum;
                length[blocks - 1] += length[blocks];
            }
            blocks++;
        }
        var fit = new double[values.Length];
        for (var (block, at) = (0, 0); block < blocks; at += length[block++])
            Array.Fill(fit, mean[block], at, length[block]);
        return fit;
    }
}
