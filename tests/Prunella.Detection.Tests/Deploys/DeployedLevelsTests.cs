using Prunella.Contracts;
using Prunella.Detection.Tests.Baselines;

namespace Prunella.Detection.Tests.Deploys;

/// <summary>A deploy may move what is usual of a level, unless the service breaches; a level that moves without one is
/// told.</summary>
public sealed class DeployedLevelsTests
{
    private const int Day = Town.Day;
    private const int Series = 6;
    private static readonly Subject s_instance = Subject.Parse("instance/shop/shop-1");
    private static readonly SeriesId s_errors = SeriesId.Of("test", "errors");
    private readonly FleetDetection _detection = new();
    private readonly Func<int, double>[] _noise = [.. Enumerable.Range(1, Series).Select(s => Town.Noise(s))];
    private readonly List<Verdict> _told = [];
    private int _minute;

    public DeployedLevelsTests() => Live(10 * Day, 0, describe: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_harmless_step_after_a_deploy_is_the_new_normal_and_without_a_mark_it_is_told(bool isSeen)
    {
        Meet("1.0");
        Live(5, 0);
        if (isSeen) Meet("1.1");
        else Tell("1.1");
        Live(2 * Day, 60);
        Assert.Empty(Unhealthy());

        var unmarked = new DeployedLevelsTests();
        unmarked.Live(2 * Day, 60);
        Assert.True(unmarked.Unhealthy().Select(v => v.Detector).Distinct().Count() >= Series - 1);
    }

    [Fact]
    public void A_step_after_a_deploy_whose_service_fails_is_not_learnt_and_names_the_deploy()
    {
        Serve(5, 0);
        Tell("1.1");
        Serve(60, 60, failing: 0.3);

        var levels = Unhealthy().Where(v => v.Detector.StartsWith("usual-level/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(levels);
        Assert.Contains(levels, v => v.Evidence.Deploy is { Version: "1.1", Told: true });
        // As without the deploy: against the level from before it.
        Assert.All(levels, v => Assert.InRange(v.Evidence.Expected, 80_000, 130_000));
        var errors = Unhealthy().First(v => v.Detector == "error-ratio");
        Assert.Equal("1.1", errors.Evidence.Deploy!.Version);
    }

    [Fact]
    public void A_service_that_fails_already_is_not_given_a_new_level()
    {
        Serve(5, 0);
        Serve(2, 0, failing: 0.3);
        Tell("1.1");
        Serve(60, 60, failing: 0.3);

        Assert.Contains(Unhealthy(), v => v.Detector.StartsWith("usual-level/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_restart_of_the_healer_in_the_middle_learns_no_bad_deploy_either_and_still_names_it()
    {
        Tell("1.1");
        Live(20, 60);
        var other = new FleetDetection();
        other.Restore(_detection.Save());
        var after = new DeployedLevelsTests(other, _minute);
        after.Serve(3, 60, describe: true);
        after.Serve(60, 60, failing: 0.3);

        var levels = after.Unhealthy().Where(v => v.Detector.StartsWith("usual-level/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(levels);
        Assert.All(levels, v => Assert.InRange(v.Evidence.Expected, 80_000, 130_000));
        Assert.Equal("1.1", after.Unhealthy().First(v => v.Detector == "error-ratio").Evidence.Deploy?.Version);
    }

    private DeployedLevelsTests(FleetDetection detection, int minute) => (_detection, _minute) = (detection, minute);

    private IEnumerable<Verdict> Unhealthy() => _told.Where(v => v.Health == Health.Unhealthy);

    private void Meet(string version) =>
        _detection.Observe(new InstanceSighting(s_instance.Instance, new Place("", "", ""), version));

    private void Tell(string version) => _detection.Observe(new DeployMark(new ServiceId("shop"), version, At(_minute - 1)));

    /// <summary>Minutes in which levels come, and nobody looks in between.</summary>
    private void Live(int minutes, double step, bool describe = false)
    {
        for (var i = 0; i < minutes; i++, _minute++)
        {
            _told.AddRange(_detection.Tick(At(_minute) - 1).Changed);
            Levels(step, describe && i == 0);
            _told.AddRange(_detection.Tick(At(_minute)).Changed);
        }
    }

    /// <summary>Minutes in which ten requests a second come, too.</summary>
    private void Serve(int minutes, double step, double failing = 0, bool describe = false)
    {
        for (var i = 0; i < minutes; i++, _minute++)
        {
            for (var second = 59; second >= 0; second--)
            {
                var (at, batch) = (At(_minute) - second * 1_000_000_000L, new SampleBatch());
                batch.Descriptions.Add(new(s_errors, s_instance, SignalKind.Errors, Witness.Telemetry, "requests", "1"));
                batch.Ratios.Add(new(s_errors, at, (long)(10 * failing), 10));
                _detection.Observe(batch);
                if (second == 0) Levels(step, describe && i == 0);
                _told.AddRange(_detection.Tick(at).Changed);
            }
        }
    }

    private void Levels(double step, bool describe)
    {
        var batch = new SampleBatch();
        for (var s = 0; s < Series; s++)
        {
            var id = SeriesId.Of("test", $"g{s}");
            if (describe) batch.Descriptions.Add(new(id, s_instance, SignalKind.Gauge, Witness.Telemetry, $"g{s}", "1"));
            batch.Scalars.Add(new(id, At(_minute), _noise[s](_minute) + step));
        }
        _detection.Observe(batch);
    }

    private static long At(int minute) => Town.Start + minute * Town.Minute;
}
