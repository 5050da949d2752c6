using Prunella.Contracts;
using Prunella.Runtime.Views;

namespace Prunella.Runtime.Tests.Views;

/// <summary>A person woken by a budget reads how much is gone, since when, and how many times too fast.</summary>
public sealed class BurnTextTests
{
    private const long Minute = 60_000_000_000;
    private const long Hour = 60 * Minute;

    [Fact]
    public void Tells_a_fast_burn() => Assert.Equal(
        "2.3 % of checkout's error budget for 30 days went in the last hour, 16 times too fast: 1043 of 65210 requests failed where 0.1 % may, against the objective checkout-month; 95.0 % sure (uncalibrated), seen by the gateway",
        Words.Symptom(Of(SignalKind.Errors, 16_000, new BurnEvidence(1000, 720 * Hour, Hour, 5 * Minute, 23, 1000))));

    [Fact]
    public void Tells_a_slow_one_of_latency_that_was_not_seen_whole() => Assert.Equal(
        "12.5 % of checkout's error budget for 28 days went in the last 3 days, 1.3 times too fast: 1043 of 65210 requests were late where 0.05 % may (seen for 83 % of that time; the rest counts as good), against the objective checkout-month; 95.0 % sure (uncalibrated), seen by the gateway",
        Words.Symptom(Of(SignalKind.Latency, 1250, new BurnEvidence(500, 672 * Hour, 72 * Hour, 6 * Hour, 125, 834))));

    [Fact]
    public void Tells_more_than_a_whole_budget_and_odd_windows() => Assert.StartsWith(
        "250 % of checkout's error budget for 1 day went in the last 90 minutes, 40 times too fast: ",
        Words.Symptom(Of(SignalKind.Errors, 40_000, new BurnEvidence(1000, 24 * Hour, 90 * Minute, 5 * Minute, 2500, 1000))),
        StringComparison.Ordinal);

    [Fact]
    public void Tells_late_answers_by_their_number_and_where_the_quantile_is() => Assert.Equal(
        "37 of 900 answers of checkout came later than 250 ms, the quantile is at 412 ms now, against the objective p99; 95.0 % sure (uncalibrated), seen by the gateway",
        Words.Symptom(new Verdict(
            Subject.Of(new ServiceId("checkout")), SignalKind.Latency, "objective", "p99", Health.Unhealthy, 950, Direction.Up, 1,
            FaultKind.Slow, Witness.Gateway, false, new Evidence(412, 250, 1, 37, 900, 9000))));

    [Theory]
    [InlineData(19, "95.0 % sure (uncalibrated)")]
    [InlineData(20, "95.0 % sure (calibrated by 20 marked incidents)")]
    public void Says_whether_people_stand_behind_the_confidence(int marks, string said) => Assert.Contains(
        said, Words.Symptom(Of(SignalKind.Errors, 16_000, new BurnEvidence(1000, 720 * Hour, Hour, 5 * Minute, 23, 1000)) with { CalibratedBy = marks }), StringComparison.Ordinal);

    private static Verdict Of(SignalKind signal, long rate, BurnEvidence burn) => new(
        Subject.Of(new ServiceId("checkout")), signal, "burn-rate", "checkout-month", Health.Unhealthy, 950, Direction.Up, 1,
        FaultKind.Errors, Witness.Gateway, false, new Evidence(rate, 14_400, 1, 1043, 65_210, 9000, burn));
}
