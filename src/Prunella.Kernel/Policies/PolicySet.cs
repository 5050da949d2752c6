using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Policies;

/// <summary>All documents in force together, with meaning: what the kernel decides by. Immutable;
/// lists ordered by name.</summary>
public sealed record PolicySet(
    FleetRules Fleet,
    IReadOnlyList<ServiceRules> Services,
    IReadOnlyList<DependencyRules> Dependencies,
    IReadOnlyList<Policy> Policies,
    IReadOnlyList<Recipe> Recipes)
{
    /// <summary>Before any document: a fleet that knows nothing and does nothing.</summary>
    public static readonly PolicySet Empty = new(FleetRules.Default, [], [], [], []);
}

/// <summary>The fleet's own bounds, over all policies.</summary>
/// <param name="Id">The fleet.</param>
/// <param name="MaxConcurrent">Remediations under way at once; default 2, so that a wave of trouble
/// is met one piece at a time.</param>
/// <param name="Budget">Remediations per window over all policies.</param>
/// <param name="Gateways">Names of the gateways (overlay targets).</param>
public sealed record FleetRules(FleetId Id, int MaxConcurrent, ActionBudget Budget, IReadOnlyList<string> Gateways)
{
    /// <summary>Two at once, twenty an hour, no gateway.</summary>
    public static readonly FleetRules Default =
        new(FleetId.Default, 2, new ActionBudget(20, 3_600_000_000_000), []);

    /// <summary>How many false pages a week the whole fleet may cost, 1 to 10,080; default 1. Detection asks for as
    /// much evidence as that takes.</summary>
    public int FalsePagesPerWeek { get; init; } = 1;

    /// <summary>How many plain series detection may judge by its full tier as well, 0 to 20,000; null for its own
    /// default.</summary>
    public int? FullTierSeries { get; init; }

    /// <summary>Whether freedom must be earned; null (declared) when the document does not say.</summary>
    public TrustRule? Trust { get; init; }

    /// <summary>Times in which nothing is changed in the whole fleet; null for none.</summary>
    public IReadOnlyList<FreezeWindow>? FreezeWindows { get; init; }
}

/// <summary>Where recipes get their freedom from.</summary>
public enum TrustRule
{
    /// <summary>The documents' modes hold as they stand.</summary>
    Declared,

    /// <summary>The documents' modes are the most that a recipe may earn; without evidence it only suggests.</summary>
    Earned,
}

/// <summary>At most so many remediations per window.</summary>
public sealed record ActionBudget(int Remediations, long PerNanos);

/// <summary>What a service keeps when an instance dies.</summary>
public enum StateKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A warm cache: a restart costs.</summary>
    Cache,

    /// <summary>Data: no restart, shift or rollback without a person unless its policy names that recipe.</summary>
    Durable,
}

/// <summary>How much depends on a service.</summary>
public enum Criticality
{
    /// <summary>Nobody minds for a day.</summary>
    Low,

    /// <summary>The default.</summary>
    Medium,

    /// <summary>Customers notice.</summary>
    High,

    /// <summary>The business stands still.</summary>
    Critical,
}

/// <summary>What a document declares of a service, as far as decisions need it.</summary>
/// <param name="Id">The service.</param>
/// <param name="State">What it keeps.</param>
/// <param name="Protected">Nothing above low disruption without a person.</param>
/// <param name="Gateway">Name of the gateway in front of it, or empty.</param>
/// <param name="Instances">Its instances, ordered.</param>
public sealed record ServiceRules(
    ServiceId Id, StateKind State, bool Protected, string Gateway, IReadOnlyList<InstanceRules> Instances)
{
    /// <summary>How critical it is; null when its document does not say.</summary>
    public Criticality? Criticality { get; init; }
}

/// <summary>A declared instance.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Place">Where it runs.</param>
/// <param name="Supervised">True when the process supervisor can restart it.</param>
public sealed record InstanceRules(InstanceId Id, Place Place, bool Supervised);

/// <summary>What a document declares of an edge.</summary>
/// <param name="Id">Caller and callee.</param>
/// <param name="Gateway">Name of the gateway that carries it, or empty.</param>
/// <param name="HasFallback">A static reply is declared.</param>
/// <param name="Optional">The caller works without it.</param>
/// <param name="TimeoutNanos">The caller's timeout; 0 when not declared.</param>
public sealed record DependencyRules(DependencyId Id, string Gateway, bool HasFallback, bool Optional,
    long TimeoutNanos);

/// <summary>What the healer may do by itself.</summary>
public enum Mode
{
    /// <summary>Decide only.</summary>
    Observe,

    /// <summary>Tell a person.</summary>
    Suggest,

    /// <summary>Ask a person.</summary>
    Approve,

    /// <summary>Do it.</summary>
    Act,
}

/// <summary>Objective, selector, remedies, guardrails and mode: one versioned document.</summary>
/// <param name="Name">Unique among policies.</param>
/// <param name="Service">The service it selects, or the first of several.</param>
/// <param name="Objective">The acceptable state, or null: then it governs what detectors find by themselves.</param>
/// <param name="Remedies">Names of recipes, smallest disruption first.</param>
/// <param name="Guardrails">Its bounds.</param>
/// <param name="Mode">What it may do.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Runbook">Where a person reads on, or empty.</param>
public sealed record Policy(
    string Name,
    ServiceId Service,
    Objective? Objective,
    IReadOnlyList<string> Remedies,
    GuardrailRules Guardrails,
    Mode Mode,
    string Owner,
    string Runbook)
{
    /// <summary>For whom it is, where that is not one whole service; null when it is.</summary>
    public Selection? Selection { get; init; }

    /// <summary>An acceptable state made of several, instead of <see cref="Objective"/>; null for none.</summary>
    public CompositeObjective? Composite { get; init; }

    /// <summary>By when and how far to have recovered; null for no goal.</summary>
    public RecoveryGoal? Goal { get; init; }

    /// <summary>The day (<c>2026-12-31</c>) by which a person looks at it again; null for none. Nothing is decided by
    /// it.</summary>
    public string? ReviewBy { get; init; }

    /// <summary>The services that it is for.</summary>
    public IReadOnlyList<ServiceId> Services() => Selection?.Services ?? [Service];

    /// <summary>The policy for some of its services only; null when none of them is chosen.</summary>
    public Policy? Within(Func<ServiceId, bool> chosen)
    {
        ServiceId[] left = [.. Services().Where(chosen)];
        if (left.Length == Services().Count) return this;
        return left.Length == 0 ? null : this with { Service = left[0], Selection = Selection!.Within(left) };
    }

    /// <summary>Whether it is for an action on a target of one of its services.</summary>
    public bool Covers(Subject target) => Selection?.Covers(target) ?? true;
}

/// <summary>The acceptable state that a person declares.</summary>
/// <param name="Signal">Latency, errors, traffic, saturation or backlog.</param>
/// <param name="QuantilePerMille">For latency: which quantile, 990 = p99.</param>
/// <param name="BelowMilli">Upper bound in thousandths (latency in ms, ratio in per mille, level x
/// 1000); 0 when none.</param>
/// <param name="AboveMilli">Lower bound in thousandths; 0 when none.</param>
/// <param name="ForNanos">How long it must be broken.</param>
/// <param name="Recovery">When it counts as kept again; null for each kind's own defaults.</param>
/// <param name="Budget">The error budget whose burn rate is judged instead of the bound; null for none.</param>
/// <param name="PerInstance">True when each instance is judged by itself; null for all together.</param>
/// <remarks>What a document does not say is null and is left out of the content that is kept, so that documents from
/// before there were these keys keep their hash.</remarks>
public sealed record Objective(
    SignalKind Signal,
    int QuantilePerMille,
    long BelowMilli,
    long AboveMilli,
    long ForNanos,
    Recovery? Recovery = null,
    ErrorBudget? Budget = null,
    bool? PerInstance = null);

/// <summary>A policy's guardrails.</summary>
/// <param name="BlastRadiusPerMille">Greatest share of a service's instances removed at once;
/// rounds down, but to no less than one.</param>
/// <param name="MinHealthyPerMille">Least share that must stay healthy; rounds up; 0 when a count
/// is given instead.</param>
/// <param name="MinHealthyCount">Least number that must stay healthy; 0 when a share is given instead.</param>
/// <param name="CooldownNanos">Pause after a remediation on the same target; doubled by flapping.</param>
/// <param name="Budget">Remediations of this policy per window.</param>
/// <param name="HoldDownNanos">How long a symptom must persist before it is acted on.</param>
public sealed record GuardrailRules(
    int BlastRadiusPerMille,
    int MinHealthyPerMille,
    int MinHealthyCount,
    long CooldownNanos,
    ActionBudget Budget,
    long HoldDownNanos)
{
    /// <summary>How many persons must approve, and for how long a proposal waits; null for the defaults.</summary>
    public ApprovalRules? Approval { get; init; }

    /// <summary>Times in which nothing is changed; null for none.</summary>
    public IReadOnlyList<FreezeWindow>? FreezeWindows { get; init; }
}
