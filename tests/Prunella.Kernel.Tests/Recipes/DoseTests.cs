using CsCheck;

using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Tests.Recipes;

/// <summary>Doses grow to the greatest and no further, and are walked back by the same steps.</summary>
public sealed class DoseTests
{
    private static readonly Gen<Dose> Any =
        from start in Gen.Int[10, 1000]
        from most in Gen.Int[start, 1000]
        from grow in Gen.Int[1100, 10_000]
        select new Dose(start, grow, most, 5_000_000_000);

    [Fact]
    public void Grows_to_the_greatest_and_stays() => Any.Sample(
        dose =>
        {
            var (now, steps) = (dose.StartPerMille, 0);
            while (now < dose.MostPerMille && steps++ < 100)
            {
                var next = dose.After(now);
                Assert.InRange(next, now + 1, dose.MostPerMille);
                Assert.Equal(now, dose.Before(next));
                now = next;
            }
            Assert.Equal(dose.MostPerMille, dose.After(now));
            Assert.Equal(0, dose.Before(dose.StartPerMille));
        },
        iter: 2000, threads: 1);
}
