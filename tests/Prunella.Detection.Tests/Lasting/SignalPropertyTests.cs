using CsCheck;

using Prunella.Contracts;

namespace Prunella.Detection.Tests.Lasting;

/// <summary>What must hold of verdicts for any traffic: more bad is never better, and neither order, cut nor unit of the
/// same traffic changes what is said of it.</summary>
public sealed class SignalPropertyTests
{
    private const long From = 1_000_000 * Shop.Second;
    private const int Learning = 180;
    private static readonly Subject Service = Subject.Parse("service/a");

    /// <summary>What one subject did in one second.</summary>
    private sealed record Did(Subject Subject, int Bad, int Total, double Seconds = 0.1);

    private static Gen<(int Bad, int Total)> Requests => Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60], (a, b) => (Math.Min(a, b), Math.Max(a, b)));

    [Fact]
    public void One_error_of_three_requests_is_no_verdict_and_thirty_of_ninety_are_one_within_a_window()
    {
        Assert.DoesNotContain(Judged(Second(40, 0), Second(3, 1)), v => v.Health == Health.Unhealthy);
        Assert.Contains(Judged(Second(30, 0), Second(90, 30)), v => v is { Detector: "error-ratio", Health: Health.Unhealthy });

        static (int Bad, int Total) Second(int total, int bad) => (bad, total);
    }

    [Fact]
    public void More_failures_never_make_it_better_nor_less_sure() =>
        Gen.Select(Requests.Array[1, 12], Gen.Int[0, 11], Gen.Int[1, 20]).Sample(
            (seconds, at, more) =>
            {
                var worse = seconds.ToArray();
                var i = at % worse.Length;
                worse[i] = (Math.Min(worse[i].Total, worse[i].Bad + more), worse[i].Total);
                var (one, other) = (OfErrors(Run(seconds)), OfErrors(Run(worse)));
                // Confidence is told in steps of a hundred per mille.
                return one is null || (other is not null && other.ConfidencePerMille / 100 >= one.ConfidencePerMille / 100);
            },
            seed: "0000000000000011", iter: 60);

    [Fact]
    public void Slower_answers_never_make_a_shift_less_sure() =>
        Gen.Select(Gen.Double[0.15, 0.5], Gen.Double[1, 4], Gen.Int[8, 20]).Sample(
            (seconds, factor, count) =>
            {
                var (one, other) = (OfLatency(seconds, count), OfLatency(seconds * factor, count));
                return one is null || (other is not null && other.ConfidencePerMille >= one.ConfidencePerMille);
            },
            seed: "0000000000000012", iter: 20);

    [Fact]
    public void Samples_of_one_second_say_the_same_in_any_order() =>
        Gen.Select(Requests.Array[4, 10], Gen.Int).Sample(
            (seconds, seed) =>
            {
                var chance = new Random(seed);
                return Text(seconds, second => second) == Text(seconds, second => second.OrderBy(_ => chance.Next()));
            },
            seed: "0000000000000013", iter: 30);

    [Fact]
    public void Ten_samples_of_a_tenth_of_a_second_say_what_one_of_a_second_says() =>
        Gen.Select(Requests.Array[4, 12], Gen.Bool).Sample(
            (seconds, slow) => Text(seconds, second => second, slow) == Text(seconds, second => second, slow, parts: 10),
            seed: "0000000000000014", iter: 30);

    [Fact]
    public void Without_a_sample_nothing_is_healthy()
    {
        var detection = Learnt();
        var report = detection.Tick(From + (Learning + 30) * Shop.Second);

        Assert.NotEmpty(report.Changed);
        Assert.All(detection.Current(), v => Assert.Equal(Health.Unknown, v.Health));
    }

    [Fact]
    public void A_gap_in_what_the_witness_sends_is_no_fall_of_traffic_and_what_follows_no_surge()
    {
        var (detection, told) = (new FleetDetection(), new List<Verdict>());
        for (var s = 1; s <= 1500; s++)
        {
            var at = From + s * Shop.Second;
            // For a minute nothing is heard; then one sample tells of all of it.
            if (s is <= 1200 or > 1260) detection.Observe(Batch(at, [new Did(Service, 0, s == 1261 ? 40 * 61 : 40)], parts: 1));
            told.AddRange(detection.Tick(at).Changed);
        }

        Assert.DoesNotContain(told, v => v.Health == Health.Unhealthy);
    }

    [Fact]
    public void What_is_judged_wrong_is_not_learnt()
    {
        var (detection, shifted) = (Learnt(), 0);
        for (var s = Learning + 1; s <= Learning + 1800; s++)
        {
            var at = From + s * Shop.Second;
            detection.Observe(Batch(at, [new Did(Service, 0, 40, 0.4)], parts: 1));
            detection.Tick(at);
            if (detection.Current().Any(v => v is { Detector: "latency-shift", Health: Health.Unhealthy })) shifted++;
        }

        // Half an hour of slowness is as wrong at its end as at its beginning.
        Assert.InRange(shifted, 1800 - 20, 1800);
    }

    [Fact]
    public void A_rate_that_has_stood_for_half_an_hour_is_the_new_one()
    {
        var traffic = new Traffic(3) { Rate = s => s < 1200 ? 40 : 130 };
        traffic.Run(1200 + 1700);
        Assert.Equal(Health.Unhealthy, traffic.Told.Last(v => v.Detector == "traffic").Health);

        traffic.Run(200);
        Assert.Equal(Health.Healthy, traffic.Told.Last(v => v.Detector == "traffic").Health);

        traffic.Run(1200);
        Assert.Equal(Health.Healthy, traffic.Told.Last(v => v.Detector == "traffic").Health);
    }

    private static Verdict? OfErrors(IEnumerable<Verdict> verdicts) =>
        verdicts.FirstOrDefault(v => v is { Detector: "error-ratio", Health: Health.Unhealthy });

    private static Verdict? OfLatency(double seconds, int count)
    {
        var detection = Learnt();
        for (var s = Learning + 1; s <= Learning + count; s++)
        {
            detection.Observe(Batch(From + s * Shop.Second, [new Did(Service, 0, 40, seconds)], parts: 1));
            detection.Tick(From + s * Shop.Second);
        }
        return detection.Current().FirstOrDefault(v => v is { Detector: "latency-shift", Health: Health.Unhealthy });
    }

    /// <summary>Verdicts right after a quiet time and one window of these two seconds.</summary>
    private static IReadOnlyList<Verdict> Judged(params (int Bad, int Total)[] seconds) => Run(seconds);

    private static IReadOnlyList<Verdict> Run((int Bad, int Total)[] seconds)
    {
        var detection = Learnt();
        for (var i = 0; i < seconds.Length; i++)
        {
            var at = From + (Learning + 1 + i) * Shop.Second;
            detection.Observe(Batch(at, [new Did(Service, seconds[i].Bad, seconds[i].Total)], parts: 1));
            detection.Tick(at);
        }
        return detection.Current();
    }

    private static string Text(
        (int Bad, int Total)[] seconds, Func<IEnumerable<SampleBatch>, IEnumerable<SampleBatch>> order, bool slow = false, int parts = 1)
    {
        var (detection, told) = (new FleetDetection(), new List<Verdict>());
        for (var s = 1; s <= Learning + 4 * seconds.Length; s++)
        {
            var at = From + s * Shop.Second;
            var (bad, total) = s <= Learning ? (0, 40) : seconds[s % seconds.Length];
            Subject[] instances = [Subject.Parse("instance/a/a-1"), Subject.Parse("instance/a/a-2")];
            Did[] did = [new(Service, 10 * bad, 10 * total, slow && s > Learning ? 0.4 : 0.1), new(instances[0], 10 * bad, 10 * total), new(instances[1], 0, 10 * total)];
            foreach (var batch in order(did.Select(d => Batch(at, [d], parts)))) detection.Observe(batch);
            told.AddRange(detection.Tick(at).Changed);
        }
        return string.Join('\n', told);
    }

    private static FleetDetection Learnt()
    {
        var detection = new FleetDetection();
        for (var s = 1; s <= Learning; s++)
        {
            detection.Observe(Batch(From + s * Shop.Second, [new Did(Service, 0, 40)], parts: 1));
            detection.Tick(From + s * Shop.Second);
        }
        return detection;
    }

    private static SampleBatch Batch(long end, Did[] all, int parts)
    {
        var batch = new SampleBatch();
        foreach (var did in all)
        {
            SeriesId Described(SignalKind kind, string unit)
            {
                var id = SeriesId.Of(did.Subject.Text, $"{kind}");
                batch.Descriptions.Add(new(id, did.Subject, kind, Witness.Gateway, "requests", unit));
                return id;
            }
            var (errors, latency, traffic) = (Described(SignalKind.Errors, "1"), Described(SignalKind.Latency, "s"), Described(SignalKind.Traffic, "1"));
            for (var part = 1; part <= parts; part++)
            {
                var at = end - (parts - part) * Shop.Second / parts;
                batch.Scalars.Add(new ScalarSample(traffic, at, did.Total / parts));
                if (did.Total == 0) continue;
                batch.Ratios.Add(new RatioSample(errors, at, did.Bad / parts, did.Total / parts));
                batch.Histograms.Add(new HistogramSample(latency, at, batch.Cells.Count, 1));
                batch.Cells.Add(new HistogramCell(LatencyBuckets.IndexOf(did.Seconds), did.Total / parts));
            }
        }
        return batch;
    }
}
