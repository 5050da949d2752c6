using Prunella.Contracts;
using Prunella.Detection.Hot;
using Prunella.Detection.Verification;

namespace Prunella.Detection.Tests.Verification;

/// <summary>A simulated trouble with a remedy, seen through half-second counts of seeded chance.</summary>
/// <remarks>
/// Time is in seconds since the action. Quiet until <see cref="Began"/>, then <see cref="Share"/> of requests are bad.
/// Requests of one half second share their luck: its share is drawn from a beta law with <see cref="Correlation"/>.
/// </remarks>
internal sealed record Trial
{
    private const long S = Shop.Second;
    private const long Acted = 1_700_000_000 * S;

    /// <summary>When the trouble began.</summary>
    public double Began { get; init; } = -3;

    /// <summary>Bad share over time, once it has begun.</summary>
    public required Func<double, double> Share { get; init; }

    /// <summary>Bad share of the control group; null for none.</summary>
    public Func<double, double>? ControlShare { get; init; }

    /// <summary>Bad share of a neighbour; null for none.</summary>
    public Func<double, double>? NeighbourShare { get; init; }

    /// <summary>Requests a second, of each.</summary>
    public double Rate { get; init; } = 100;

    public double Correlation { get; init; }

    public double Settle { get; init; } = 1;

    public double Within { get; init; } = 20;

    public int Disturbed { get; init; } = 500;

    public int Recovers { get; init; } = 500;

    public SignalKind Signal { get; init; } = SignalKind.Errors;

    /// <summary>Requests are bad because they are late, so they are counted long after they began.</summary>
    public bool IsLate { get; init; }

    public bool IsDisturbedToTheEnd { get; init; }

    /// <summary>How one run of it ended.</summary>
    /// <param name="Verdict">The final one.</param>
    /// <param name="Seconds">When it was final, since the action.</param>
    /// <param name="Rival">What the rival said, and when.</param>
    /// <param name="RivalSeconds">Likewise.</param>
    /// <param name="Last">The whole answer.</param>
    public sealed record End(
        VerificationVerdict Verdict, double Seconds, VerificationVerdict Rival, double RivalSeconds, VerificationResult Last);

    public End Run(int seed)
    {
        var (seen, request) = (new Rings(this, seed), Request());
        var (judge, rival) = (new Comparison(request), new BeforeAfter(request));
        (VerificationVerdict Verdict, double At)? rivals = null;
        (VerificationResult Answer, double At)? final = null;
        for (var tick = (int)((Began - 3) * 4); final is null || rivals is null; tick++)
        {
            var (time, at) = (tick / 4.0, Acted + tick * S / 4);
            // A sample closes the half second that ends with it.
            if (tick % 2 == 0) seen.Fill(at, time - 0.25);
            if (tick <= 0) continue;
            if (final is null && judge.Answer(seen.Now, 0, at) is { Final: true } answer) final = (answer, time);
            if (rivals is null && rival.Answer(seen.Treated, at) is { } said) rivals = (said, time);
        }
        return new End(
            final.Value.Answer.Verdict, final.Value.At, rivals.Value.Verdict, rivals.Value.At, final.Value.Answer);
    }

    /// <summary>What is counted of the treated, of the control group and of the neighbour.</summary>
    private sealed class Rings
    {
        private readonly Trial _of;
        private readonly Random _chance;
        private readonly SlotRing _control = new(1);
        private readonly SlotRing _neighbour = new(1);

        public Rings(Trial of, int seed)
        {
            (_of, _chance) = (of, new Random(seed));
            static Watched Of(SlotRing r) => new(r, 0, 0.0001);
            Now = new Seen(
                Of(Treated),
                of.ControlShare is null ? [] : [Of(_control)],
                of.NeighbourShare is null ? [] : [KeyValuePair.Create(Subject.Parse("service/next"), Of(_neighbour))]);
        }

        public SlotRing Treated { get; } = new(1);

        public Seen Now { get; }

        public void Fill(long at, double middle)
        {
            var isOn = middle >= _of.Began;
            _of.Fill(Treated, at, isOn ? _of.Share(middle) : 0, _chance);
            if (_of.ControlShare is { } control) _of.Fill(_control, at, isOn ? control(middle) : 0, _chance);
            if (_of.NeighbourShare is { } neighbour) _of.Fill(_neighbour, at, neighbour(middle), _chance);
        }
    }

    private VerificationRequest Request()
    {
        long At(double seconds) => Acted + (long)(seconds * S);
        return new VerificationRequest(
            "i1.r1", Subject.Parse("service/a"), Signal, IsLate ? 250 : 0, At(Began - 3), Acted, (long)(Settle * S), At(Settle + Within), Recovers)
        {
            ControlledBy = ControlShare is null ? VerificationControl.Trend : VerificationControl.OtherCallers,
            Controls = ControlShare is null ? null : [Subject.Parse("service/b")],
            Neighbours = NeighbourShare is null ? null : [Subject.Parse("service/next")],
            DisturbedPerMille = Disturbed,
            DisturbedUntilUnixNanos = IsDisturbedToTheEnd ? At(Settle + Within) : 0,
        };
    }

    private void Fill(SlotRing ring, long at, double share, Random chance)
    {
        var total = Poisson(Rate / 2, chance);
        if (total == 0) return;
        var p = Correlation > 0 && share is > 0 and < 1 ? Beta(share, chance) : share;
        var bad = 0;
        for (var i = 0; i < total; i++) bad += chance.NextDouble() < p ? 1 : 0;
        ring.AddRatio(at, bad, total);
    }

    private double Beta(double share, Random chance)
    {
        var size = (1 - Correlation) / Correlation;
        var (a, b) = (Gamma(share * size, chance), Gamma((1 - share) * size, chance));
        return a + b <= 0 ? share : a / (a + b);
    }

    /// <summary>Marsaglia and Tsang's method.</summary>
    private static double Gamma(double shape, Random chance)
    {
        if (shape < 1) return Gamma(shape + 1, chance) * Math.Pow(1 - chance.NextDouble(), 1 / shape);
        var (d, c) = (shape - 1.0 / 3, 1 / Math.Sqrt(9 * shape - 3));
        while (true)
        {
            var x = Normal(chance);
            var v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - chance.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return d * v;
        }
    }

    private static double Normal(Random chance) =>
        Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());

    private static int Poisson(double mean, Random chance)
    {
        if (mean > 60) return (int)Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal(chance)));
        var (limit, product, count) = (Math.Exp(-mean), chance.NextDouble(), 0);
        for (; product > limit; count++) product *= chance.NextDouble();
        return count;
    }
}
