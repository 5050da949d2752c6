using Prunella.Contracts;
using Prunella.Detection.Attention;
using Prunella.Detection.FalseAlarms;
using Prunella.Detection.Tests.Baselines;

namespace Prunella.Detection.Tests.Attention;

/// <summary>Whose plain series are on the full tier, and what they say there.</summary>
public sealed class TierBookTests
{
    private const int Day = Town.Day;
    private static readonly ServiceId s_shop = new("shop");
    private static readonly ServiceId s_cart = new("cart");
    private static readonly ServiceId s_mail = new("mail");
    private readonly FleetAttention _attention = new();
    private readonly PlainBook _book = new(100);

    public TierBookTests()
    {
        _book.Allow(new PageBudget(1), 10);
        foreach (var service in (ServiceId[])[s_shop, s_cart, s_mail])
        {
            for (var i = 0; i < 3; i++) _book.Describe(Gauge(service, $"g{i}"), At(0));
        }
    }

    [Fact]
    public void Series_of_a_service_with_an_objective_are_promoted()
    {
        _book.Allot(_attention, At(0));
        Assert.Equal(0, _book.Tiers.Full);

        _attention.Declare([s_shop]);
        _book.Allot(_attention, At(0));

        Assert.Equal((3, 0), _book.Tiers);
    }

    [Fact]
    public void Series_of_a_service_in_trouble_and_of_its_neighbours_are_promoted_and_stay_when_it_is_over()
    {
        for (var s = 0; s < 20; s++)
        {
            _attention.Look([Bad(s_shop)], At(1) + s * 1_000_000_000L);
            _attention.Know([DependencyId.Parse("shop>cart"), DependencyId.Parse("cart>mail")]);
            _book.Allot(_attention, At(1) + s * 1_000_000_000L);
        }
        Assert.Equal([s_shop], _attention.Attended);
        Assert.Equal([(s_cart, Need.Neighbour), (s_shop, Need.Alerted)], _attention.Needs.Select(n => (n.Key, n.Value)));
        Assert.Equal(6, _book.Tiers.Full);

        for (var s = 0; s < 700; s++) _attention.Look([], At(2) + s * 1_000_000_000L);
        _book.Allot(_attention, At(20));

        Assert.Empty(_attention.Needs);
        Assert.Equal(6, _book.Tiers.Full);
        _book.Allot(_attention, At(8 * Day));
        Assert.Equal(0, _book.Tiers.Full);
    }

    [Fact]
    public void Both_lanes_speak_by_the_name_of_the_series()
    {
        _attention.Declare([s_shop]);
        _book.Allot(_attention, At(0));
        var (judge, told, noise) = (new Judge(), new List<Verdict>(), Town.Noise(3));
        for (var i = 0; i < 12 * Day; i++)
        {
            _book.Observe(new ScalarSample(Gauge(s_shop, "g1").Id, At(i), noise(i) + (i >= 12 * Day - 60 ? 150 : 0)), new HashSet<ServiceId>());
            _book.Judge(judge, At(i));
            told.AddRange(judge.Tell(At(i)));
        }

        var verdict = told.First(v => v.Detector == "series-deviation/g1");
        Assert.Equal((Health.Unhealthy, SignalKind.Gauge, Direction.Up), (verdict.Health, verdict.Signal, verdict.Direction));
        Assert.True(verdict.Evidence.Value > verdict.Evidence.Expected);
        Assert.All(told, v => Assert.True(v.Detector is "usual-level/g1" or "series-deviation/g1" or "series-novelty/g1"));
    }

    [Fact]
    public void A_restart_of_the_healer_forgets_neither_places_nor_what_is_known_there()
    {
        _attention.Declare([s_shop]);
        _book.Allot(_attention, At(0));
        var noise = Town.Noise(4);
        for (var i = 0; i < 2 * Day; i++)
        {
            for (var s = 0; s < 9 && (s == 0 || i < 2); s++)
                _book.Observe(new ScalarSample(Gauge(new[] { s_shop, s_cart, s_mail }[s / 3], $"g{s % 3}").Id, At(i), noise(i)), new HashSet<ServiceId>());
        }
        var saved = _book.Save();

        var other = new PlainBook(100);
        other.Allow(new PageBudget(1), 10);
        Assert.Equal(saved.Length, other.Restore([.. saved, 7, 7]));
        Assert.Equal(saved.Length, other.Save().Length);
        Assert.Equal(0, other.Tiers.Full);
        for (var i = 0; i < 3; i++) other.Describe(Gauge(s_shop, $"g{i}"), At(2 * Day));

        Assert.Equal((3, 1), other.Tiers);
        Assert.Equal(saved.Length, other.Save().Length);
        // With fewer places than before, what does not fit begins again when it is needed.
        var smaller = new PlainBook(100);
        smaller.Allow(new PageBudget(1), 2);
        smaller.Restore(saved);
        for (var i = 0; i < 3; i++) smaller.Describe(Gauge(s_shop, $"g{i}"), At(2 * Day));
        Assert.InRange(smaller.Tiers.Full, 0, 2);
    }

    [Fact]
    public void A_memory_that_is_cut_off_is_refused_whole()
    {
        _attention.Declare([s_shop]);
        _book.Allot(_attention, At(0));
        var saved = _book.Save();

        for (var cut = 0; cut < saved.Length; cut += 97)
        {
            var other = new PlainBook(100);
            Assert.Throws<FormatException>(() => other.Restore(saved.AsSpan(0, cut)));
            Assert.Equal(new PlainBook(100).Save(), other.Save());
        }
    }

    private static Verdict Bad(ServiceId service) => new(
        Subject.Of(service), SignalKind.Errors, "error-ratio", "", Health.Unhealthy, 900, Direction.Up, 1, FaultKind.Errors,
        Witness.Gateway, false, new Evidence(500, 10, 1, 0, 0, 6_000), Severity: Severity.Critical);

    private static SeriesDescription Gauge(ServiceId service, string name) =>
        new(SeriesId.Of("test", service.ToString(), name), Subject.Of(service), SignalKind.Gauge, Witness.Telemetry, name, "1");

    private static long At(int minute) => Town.Start + minute * Town.Minute;
}
