namespace Prunella.Contracts;

/// <summary>An objective as detection needs it: which signal of which service, and its bound or budget.</summary>
/// <param name="Policy">Name of the policy; verdicts carry it as <see cref="Verdict.Objective"/>.</param>
/// <param name="Service">The service it is judged for.</param>
/// <param name="Signal">Which kind of signal.</param>
/// <param name="QuantilePerMille">For latency: 990 = p99.</param>
/// <param name="BelowMilli">Upper bound in thousandths of the unit (ms, per mille, level x 1000); 0 when none.</param>
/// <param name="AboveMilli">Lower bound in thousandths; 0 when none.</param>
/// <param name="ForNanos">How long it must be broken before the verdict is unhealthy.</param>
public sealed record ObjectiveSpec(
    string Policy,
    ServiceId Service,
    SignalKind Signal,
    int QuantilePerMille,
    long BelowMilli,
    long AboveMilli,
    long ForNanos)
{
    /// <summary>When it counts as kept again.</summary>
    public Recovery Recovery { get; init; } = Recovery.Usual;

    /// <summary>For errors and latency: the budget whose burn rate is judged instead of a bound; with latency,
    /// <see cref="BelowMilli"/> says what is late. Null for none.</summary>
    public ErrorBudget? Budget { get; init; }

    /// <summary>Each instance is judged by itself instead of all together; not with a budget.</summary>
    public bool PerInstance { get; init; }

    /// <summary>With <see cref="PerInstance"/>: only these; null for all of the service.</summary>
    public IReadOnlyList<InstanceId>? Instances { get; init; }

    /// <summary>A part of a composite objective: its verdict is told to nobody by itself.</summary>
    public bool IsPart { get; init; }
}
