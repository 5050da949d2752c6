using Prunella.Contracts;

namespace Prunella.Detection.Tests.Attention;

/// <summary>From requests to attention: a simulated service that fails once, fails on, and is mended.</summary>
public sealed class AttendedServicesTests
{
    private static readonly ServiceId s_checkout = new("checkout");
    private readonly Shop _shop = new();
    private double _bad;

    public AttendedServicesTests()
    {
        _shop.ErrorShare = _ => _bad;
        // Three minutes, so that what is usual is known.
        _shop.Run(720);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    public void A_second_of_failures_is_told_and_not_attended_to(double share)
    {
        _bad = share;
        _shop.Run(4);
        _bad = 0;

        Assert.False(Attended(120));
        Assert.Contains(_shop.Told, v => v.Health == Health.Unhealthy && v.Subject.Service == s_checkout);
    }

    [Fact]
    public void Failures_that_last_are_attended_to_within_a_quarter_of_a_minute_and_until_ten_minutes_after()
    {
        _bad = 0.3;
        Assert.True(Attended(60));

        _bad = 0;
        _shop.Run(4 * 590);
        Assert.True(Attended(1));
        _shop.Run(4 * 60);
        Assert.False(Attended(1));
    }

    [Fact]
    public void Verdicts_carry_their_severity_only_while_unhealthy_and_do_not_flap()
    {
        _bad = 0.3;
        _shop.Run(240);
        _bad = 0;
        _shop.Run(240);

        var of = _shop.Told.Where(v => v is { Detector: "error-ratio", Subject.Kind: SubjectKind.Service }).ToArray();
        Assert.All(of, v => Assert.Equal(v.Health == Health.Unhealthy, v.Severity is not null));
        var severities = of.Where(v => v.Severity is not null).Select(v => v.Severity).ToArray();
        Assert.Contains(severities, s => s >= Severity.Warning);
        Assert.Equal(severities.Order(), severities);
        // Told for itself at most twice.
        Assert.InRange(severities.Zip(severities.Skip(1)).Count(p => p.First != p.Second), 0, 2);
    }

    [Fact]
    public void A_severity_that_wavers_only_rises_while_the_verdict_stands()
    {
        var judge = new Judge();
        var told = new List<Verdict>();
        for (var s = 0; s < 600; s++)
        {
            var share = s % 2 == 0 ? 40 : 300 * (s / 300);
            judge.Find(Finding.Of(
                new VerdictKey(Subject.Of(s_checkout), SignalKind.Errors, "error-ratio"), bad: true, FaultKind.Errors, Witness.Gateway,
                new Evidence(share, 10, 1, share, 1_000, 9_000)), 1_000_000_000L * (s + 1));
            told.AddRange(judge.Tell(1_000_000_000L * (s + 1)));
        }

        Assert.Equal([Severity.Notice, Severity.Critical], told.Select(v => v.Severity));
    }

    private bool Attended(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            _shop.Run(1);
            if (_shop.Attended.Contains(s_checkout)) return true;
        }
        return false;
    }
}
