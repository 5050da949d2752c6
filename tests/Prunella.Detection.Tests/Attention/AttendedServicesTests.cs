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
        // Up at once; down twice in the minute at most.
        Assert.InRange(severities.Zip(severities.Skip(1)).Count(p => p.First != p.Second), 0, 3);
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
