using CsCheck;

using Prunella.Contracts;
using Prunella.Detection.Attention;

namespace Prunella.Detection.Tests.Attention;

/// <summary>How bad a verdict is: in whole classes, never milder for being farther off or longer, and steady.</summary>
public sealed class SeverityTests
{
    private const long Second = 1_000_000_000;
    private const long Start = 1_700_000_000 * Second;
    private static readonly Subject s_service = Subject.Of(new ServiceId("checkout"));

    [Theory]
    [InlineData(SignalKind.Errors, 45, 10, Severity.Notice)]
    [InlineData(SignalKind.Errors, 100, 10, Severity.Warning)]
    [InlineData(SignalKind.Errors, 500, 10, Severity.Critical)]
    [InlineData(SignalKind.Latency, 380, 250, Severity.Notice)]
    [InlineData(SignalKind.Latency, 700, 250, Severity.Warning)]
    [InlineData(SignalKind.Latency, 1_250, 250, Severity.Critical)]
    [InlineData(SignalKind.Traffic, 6_000, 10_000, Severity.Notice)]
    [InlineData(SignalKind.Traffic, 4_000, 10_000, Severity.Warning)]
    [InlineData(SignalKind.Traffic, 0, 10_000, Severity.Critical)]
    [InlineData(SignalKind.Traffic, 60_000, 10_000, Severity.Critical)]
    [InlineData(SignalKind.Gauge, 900_000, 1_000, Severity.Notice)]
    public void How_far_off_gives_the_class(SignalKind signal, long value, long expected, Severity severity) =>
        Assert.Equal(severity, SeverityScale.Of(Of(signal, value, expected), Start + Second));

    [Theory]
    [InlineData(850, Severity.Notice)]
    [InlineData(900, Severity.Warning)]
    [InlineData(990, Severity.Critical)]
    public void A_level_with_a_limit_is_as_bad_as_it_is_full(long value, Severity severity) =>
        Assert.Equal(severity, SeverityScale.Of(Of(SignalKind.Saturation, value, 1_000) with { Detector = "saturation" }, Start));

    [Fact]
    public void A_death_is_critical_at_once() =>
        Assert.Equal(Severity.Critical, SeverityScale.Of(Of(SignalKind.Errors, 10, 0) with { Positive = true }, Start));

    [Fact]
    public void What_has_lasted_a_quarter_of_an_hour_is_one_class_worse()
    {
        var verdict = Of(SignalKind.Errors, 45, 10);

        Assert.Equal(Severity.Notice, SeverityScale.Of(verdict, Start + 899 * Second));
        Assert.Equal(Severity.Warning, SeverityScale.Of(verdict, Start + 900 * Second));
        Assert.Equal(Severity.Critical, SeverityScale.Of(Of(SignalKind.Errors, 900, 10), Start + 900 * Second));
    }

    [Fact]
    public void Farther_off_or_longer_is_never_milder() =>
        Gen.Select(Gen.Int[0, 7], Gen.Long[0, 5_000], Gen.Long[0, 5_000], Gen.Long[0, 5_000], Gen.Long[0, 3_600]).Sample(
            (signal, expected, a, b, seconds) =>
            {
                var (less, more) = (Math.Min(a, b), Math.Max(a, b));
                Severity At(long value, long after) =>
                    SeverityScale.Of(Of((SignalKind)signal, value, expected), Start + after * Second);
                // Of traffic that falls, less is farther off.
                if ((SignalKind)signal != SignalKind.Traffic) Assert.True(At(more, seconds) >= At(less, seconds));
                Assert.True(At(a, seconds + 1) >= At(a, seconds));
            });

    private static Verdict Of(SignalKind signal, long value, long expected) => new(
        s_service, signal, "error-ratio", "", Health.Unhealthy, 900, Direction.Up, Start, FaultKind.Unknown,
        Witness.Gateway, false, new Evidence(value, expected, 1, 0, 0, 6_000));
}
