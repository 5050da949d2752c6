using Prunella.Contracts;
using Prunella.Detection.Tests.Baselines;

namespace Prunella.Detection.Tests;

public sealed class PlainBookTests
{
    private const int Day = Town.Day;
    private static readonly Subject s_instance = Subject.Parse("instance/shop/shop-1");
    private readonly FleetDetection _detection = new();
    private readonly SeriesDescription _threads = Gauge("process.thread.count");
    private readonly Func<int, double> _noise = Town.Noise(1);
    private readonly List<Verdict> _told = [];
    private int _minute;

    [Fact]
    public void A_level_far_from_what_is_usual_for_it_is_unhealthy_by_its_name_and_well_again_afterwards()
    {
        Live(9 * Day, x => x, describe: true);
        Assert.Empty(_told);

        Live(30, x => x + 100);
        // It may be told again as it becomes surer.
        Assert.All(_told, v => Assert.Equal(Health.Unhealthy, v.Health));
        var verdict = _told[0];
        Assert.Equal("usual-level/process.thread.count", verdict.Detector);
        Assert.Equal((SignalKind.Gauge, Direction.Up, FaultKind.Unknown), (verdict.Signal, verdict.Direction, verdict.Fault));
        Assert.InRange(verdict.Evidence.Value, 150_000, 260_000);
        Assert.InRange(verdict.Evidence.Expected, 90_000, 115_000);
        Assert.True(verdict.Evidence.Surprise >= 4_000);

        Live(60, x => x);
        Assert.Contains(_told, v => v.Health == Health.Healthy);
    }

    [Fact]
    public void A_process_that_was_begun_anew_may_have_another_level()
    {
        Live(9 * Day, x => x, describe: true);
        _detection.Observe(new ProbeResult(s_instance.Instance, At(_minute - 1), ProbeOutcome.Exited, 0, Witness.Platform));

        Live(2 * Day, x => x + 100);

        Assert.DoesNotContain(_told, v => v.Signal == SignalKind.Gauge);
    }

    [Fact]
    public void An_export_that_comes_late_is_no_peak_of_a_count()
    {
        var (judge, book) = (new Judge(), new PlainBook(10));
        var count = Gauge("dotnet.exceptions") with { Kind = SignalKind.Counter };
        book.Describe(count, At(0));
        for (var i = 1; i < 9 * Day; i++)
        {
            // Now and then one export carries five minutes' worth, after five minutes.
            var isLate = i % 60 is > 0 and < 5;
            if (isLate) continue;
            var minutes = i % 60 == 5 ? 5 : 1;
            book.Observe(new ScalarSample(count.Id, At(i), minutes * (600 + _noise(i))), new HashSet<ServiceId>());
            book.Judge(judge, At(i));
        }
        Assert.Empty(judge.Tell(At(9 * Day)));
    }

    [Fact]
    public void A_restart_of_the_healer_forgets_nothing_of_what_is_usual()
    {
        var (judge, book) = (new Judge(), new PlainBook(10));
        book.Describe(_threads, At(0));
        for (var i = 0; i < 9 * Day; i++) book.Observe(new ScalarSample(_threads.Id, At(i), _noise(i)), new HashSet<ServiceId>());

        var other = new PlainBook(10);
        other.Restore(book.Save());
        Assert.Equal(book.Save(), other.Save());
        other.Describe(_threads, At(9 * Day));
        Assert.Equal(book.Save(), other.Save());

        for (var i = 9 * Day; i < 9 * Day + 30; i++)
        {
            other.Observe(new ScalarSample(_threads.Id, At(i), _noise(i) + 100), new HashSet<ServiceId>());
            other.Judge(judge, At(i));
        }
        Assert.Equal(Health.Unhealthy, Assert.Single(judge.Tell(At(9 * Day + 29))).Health);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    public void What_was_kept_by_another_version_or_cut_off_is_refused_whole(int bytes)
    {
        var book = new PlainBook(10);
        book.Describe(_threads, At(0));
        var saved = book.Save();

        Assert.Throws<FormatException>(() => new PlainBook(10).Restore(saved.AsSpan(0, bytes)));
        saved[0]++;
        Assert.Throws<FormatException>(() => new PlainBook(10).Restore(saved));
    }

    [Fact]
    public void More_series_than_there_is_room_for_are_counted_and_silent_ones_make_room_after_a_day()
    {
        var book = new PlainBook(2);
        foreach (var name in (string[])["a", "b", "c"]) book.Describe(Gauge(name), At(1));
        Assert.Equal((2, 1), (book.Count, book.Refused));

        book.Observe(new ScalarSample(Gauge("a").Id, At(Day), 1), new HashSet<ServiceId>());
        book.Describe(Gauge("c"), At(Day + 10));

        Assert.Equal((2, 1), (book.Count, book.Refused));
        book.Describe(Gauge("b"), At(Day + 20));
        Assert.Equal(2, book.Refused);
    }

    [Fact]
    public void A_level_that_fell_silent_is_unknown()
    {
        Live(9 * Day, x => x, describe: true);
        Live(30, x => x + 100);
        _told.Clear();

        _told.AddRange(_detection.Tick(At(_minute + 10)).Changed);

        Assert.Equal(Health.Unknown, Assert.Single(_told).Health);
    }

    private void Live(int minutes, Func<double, double> bend, bool describe = false)
    {
        for (var i = 0; i < minutes; i++, _minute++)
        {
            var batch = new SampleBatch();
            if (describe && i == 0) batch.Descriptions.Add(_threads);
            batch.Scalars.Add(new ScalarSample(_threads.Id, At(_minute), bend(_noise(_minute))));
            // Samples that are ahead of the last tick by more than some seconds are refused.
            _told.AddRange(_detection.Tick(At(_minute) - 1).Changed);
            _detection.Observe(batch);
            _told.AddRange(_detection.Tick(At(_minute)).Changed);
        }
    }

    private static SeriesDescription Gauge(string name) =>
        new(SeriesId.Of("test", name), s_instance, SignalKind.Gauge, Witness.Telemetry, name, "1");

    private static long At(int minute) => Town.Start + minute * Town.Minute;
}
