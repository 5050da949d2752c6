namespace Prunella.Bench.Synthetic;

/// <summary>Draws from the laws that healthy series follow.</summary>
internal static class Chance
{
    extension(Random random)
    {
        /// <summary>Standard normal (Box and Muller 1958).</summary>
        public double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

        /// <summary>At least 1; the smaller the shape the heavier the tail.</summary>
        public double Pareto(double shape) => Math.Pow(1 - random.NextDouble(), -1 / shape);

        /// <summary>A count (Knuth's product of uniforms): for means of some tens at most.</summary>
        public double Poisson(double mean)
        {
            var (least, product, count) = (Math.Exp(-mean), 1.0, -1);
            do
            {
                product *= random.NextDouble();
                count++;
            }
            while (product > least);
            return count;
        }
    }
}
