using Prunella.Contracts;
using Prunella.Kernel.Policies;

namespace Prunella.Runtime.Tests.Configuration;

/// <summary>OpenSLO documents of version 1 are read as error budgets; what cannot be held is refused where it stands,
/// with the reason.</summary>
public sealed class OpenSloTests : IDisposable
{
    private const long Minute = 60_000_000_000;

    private const string Slo = """
        apiVersion: openslo/v1
        kind: SLO
        metadata: { name: checkout-availability, labels: { owner: shop } }
        spec:
          service: checkout
          indicatorRef: requests
          timeWindow: [ { duration: 4w, isRolling: true } ]
          budgetingMethod: Occurrences
          objectives: [ { displayName: most, target: 0.999 } ]
          alertPolicies: [ { alertPolicyRef: fast } ]
        ---
        apiVersion: openslo/v1
        kind: SLI
        metadata: { name: requests }
        spec:
          ratioMetric:
            counter: true
            bad: { metricSource: { type: prunella, spec: { signal: errors } } }
            total: { metricSource: { type: prunella, spec: { signal: traffic } } }
        ---
        apiVersion: openslo/v1
        kind: AlertPolicy
        metadata: { name: fast }
        spec:
          alertWhenBreaching: true
          conditions:
            - conditionRef: hour
            - kind: AlertCondition
              metadata: { name: day }
              spec: { severity: warn, condition: { kind: burnrate, op: gte, threshold: 3, lookbackWindow: 1d, alertAfter: 5m } }
        ---
        apiVersion: openslo/v1
        kind: AlertCondition
        metadata: { name: hour }
        spec: { condition: { kind: burnrate, op: gt, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m } }
        """;

    private readonly Documents _documents = new();

    public OpenSloTests() => _documents.With("Service", "checkout", """instances: [ { name: a, address: "127.0.0.1:1" } ]""");

    public void Dispose() => _documents.Dispose();

    [Fact]
    public void An_slo_with_its_references_is_a_watched_budget()
    {
        var policy = Assert.Single(Valid(Slo).Policies);

        Assert.Equal(("checkout-availability", "checkout", Mode.Observe, "shop"), (policy.Name, policy.Service.Name, policy.Mode, policy.Owner));
        Assert.Empty(policy.Remedies);
        Assert.Equal((SignalKind.Errors, 5 * Minute), (policy.Objective!.Signal, policy.Objective.ForNanos));
        Assert.Equal((1000, 28 * 24 * 60 * Minute), (policy.Objective.Budget!.AllowedPerMillion, policy.Objective.Budget.OverNanos));
        Assert.Equal([new BurnPair(14_400, 60 * Minute, 5 * Minute), new BurnPair(3000, 24 * 60 * Minute, 120 * Minute)], policy.Objective.Budget.Burn);
    }

    [Theory]
    [InlineData("thresholdMetric: { metricSource: { type: prunella, spec: { signal: latency, unit: ms } } }", "{ op: lte, value: 250, targetPercent: 99 }")]
    [InlineData("thresholdMetric: { metricSource: { type: prunella, spec: { signal: latency, unit: s } } }", "{ op: lt, value: 0.25, target: 0.99 }")]
    [InlineData("ratioMetric: { good: { metricSource: { type: prunella, spec: { signal: latency, below: 250ms } } }, total: { metricSource: { type: prunella, spec: { signal: traffic } } } }", "{ target: 0.99 }")]
    public void Latency_is_late_answers(string indicator, string objective)
    {
        var single = Assert.Single(Valid(Inline(indicator, objective)).Policies).Objective!;

        Assert.Equal((SignalKind.Latency, 250, 10_000), (single.Signal, single.BelowMilli, single.Budget!.AllowedPerMillion));
        Assert.Equal(ErrorBudget.Usual, single.Budget.Burn);
    }

    [Fact]
    public void Each_objective_is_a_policy()
    {
        var set = Valid(Slo.Replace("{ displayName: most, target: 0.999 }", "{ target: 0.99 }, { target: 0.999 }", StringComparison.Ordinal));

        Assert.Equal(["checkout-availability-1", "checkout-availability-2"], set.Policies.Select(p => p.Name));
    }

    [Theory]
    [InlineData("target: 0.999 }", "target: 0.9999999 }", "target '0.9999999': is no target that can be held")]
    [InlineData("target: 0.999 }", "target: 0.999, targetPercent: 99.9 }", "has no target, or two")]
    [InlineData("target: 0.999 }", "target: 0.999, timeSliceTarget: 0.9 }", "timeSliceTarget: cannot be held: a budget here counts requests")]
    [InlineData("target: 0.999 }", "target: 0.9 }", "allows so much that a rate of 14.4 is more than all requests")]
    [InlineData("Occurrences", "Timeslices", "budgetingMethod 'Timeslices': cannot be held")]
    [InlineData("isRolling: true", "isRolling: false", "isRolling: cannot be held: a budget here is for a rolling window")]
    [InlineData("isRolling: true", "calendar: { startTime: x }", "calendar: cannot be held")]
    [InlineData("duration: 4w", "duration: 1M", "duration '1M': is no duration that can be held. Allowed: 1d to 90d, in m, h, d or w")]
    [InlineData("type: prunella, spec: { signal: errors }", "type: Prometheus, spec: { query: x }", "type 'Prometheus': cannot be held: Prunella asks no other data source")]
    [InlineData("signal: traffic", "signal: errors", "is not all requests")]
    [InlineData("service: checkout", "service: chekout", "names no service of these documents; did you mean 'checkout'?")]
    [InlineData("indicatorRef: requests", "indicatorRef: request", "names no SLI of these documents; did you mean 'requests'?")]
    [InlineData("alertPolicyRef: fast", "alertPolicyRef: fats", "is not among these documents")]
    [InlineData("conditionRef: hour", "conditionRef: our", "is not among these documents; did you mean 'hour'?")]
    [InlineData("op: gt, threshold", "op: lt, threshold", "a budget is spent too fast above a rate")]
    [InlineData("op: gt, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m", "op: gt, threshold: 14.4, lookbackWindow: 1h", "an objective has one time for which it must be broken")]
    [InlineData("kind: SLO", "kind: SLOO", "is no kind of OpenSLO; did you mean 'SLO'?")]
    [InlineData("budgetingMethod", "budgetMethod", "is not a key here; did you mean 'budgetingMethod'?")]
    [InlineData("alertWhenBreaching: true", "alertWhenNoData: true", "alertWhenNoData 'true': cannot be held")]
    public void What_cannot_be_held_is_refused(string from, string to, string expected)
    {
        Assert.Contains(from, Slo, StringComparison.Ordinal);
        var at = Slo.IndexOf(from, StringComparison.Ordinal);

        var errors = _documents.WithText(Slo[..at] + to + Slo[(at + from.Length)..]).Read().Errors;

        Assert.Contains(errors, e => e.ToString().Contains(expected, StringComparison.Ordinal) && e.Line > 0);
    }

    [Fact]
    public void What_nothing_here_needs_is_passed_over_and_told() =>
        Assert.Contains("warning", "warning: " + _documents.WithText(Slo).WithText("apiVersion: openslo/v1\nkind: DataSource\nmetadata: { name: x }\nspec: { type: y }\n").ReadWarnings(), StringComparison.Ordinal);

    private PolicySet Valid(string text)
    {
        var result = _documents.WithText(text).Read();
        Assert.Empty(result.Errors);
        return result.Configuration!.Policies;
    }

    private static string Inline(string indicator, string objective) => $$"""
        apiVersion: openslo/v1
        kind: SLO
        metadata: { name: checkout-latency }
        spec:
          service: checkout
          indicator: { metadata: { name: x }, spec: { {{indicator}} } }
          timeWindow: [ { duration: 30d, isRolling: true } ]
          budgetingMethod: Occurrences
          objectives: [ {{objective}} ]
        """;
}
