using System.Net;

using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>The fleet's document as read.</summary>
internal sealed record FleetDraft(
    FleetRules Rules, ListenSetup Listen, IReadOnlyList<GatewayDraft> Gateways,
    IReadOnlyList<Placed<IPEndPoint>> Addresses);

/// <summary>A gateway as read; its services are found from the services' documents.</summary>
internal sealed record GatewayDraft(
    string Name, IPEndPoint Listen, long TryTimeoutNanos, int RetryPerMille, Place Place);

/// <summary>A service as read.</summary>
internal sealed record ServiceDraft(
    ServiceId Id, StateKind State, bool Protected, Placed<string> Gateway, IReadOnlyList<InstanceDraft> Instances,
    Place Place)
{
    public Criticality? Criticality { get; init; }
}

/// <summary>An instance as read.</summary>
internal sealed record InstanceDraft(InstanceSetup Setup, Place Place);

/// <summary>A dependency as read.</summary>
internal sealed record DependencyDraft(
    Placed<string> Caller, Placed<string> Callee, Placed<string> Gateway, long TimeoutNanos, bool Optional,
    FallbackDraft? Fallback, Place Place);

/// <summary>A declared reply as read.</summary>
internal sealed record FallbackDraft(int Status, string ContentType, string Body);

/// <summary>A policy as read.</summary>
internal sealed record PolicyDraft(
    string Name, Placed<string> Service, Objective? Objective, IReadOnlyList<Placed<string>> Remedies,
    GuardrailRules Guardrails, Mode Mode, string Owner, string Runbook, Place Place);

/// <summary>A recipe as read.</summary>
internal sealed record RecipeDraft(Recipe Recipe, Place Place);

/// <summary>Everything that a folder's documents hold, before it is checked as a whole.</summary>
internal sealed class Drafts
{
    public FleetDraft? Fleet { get; set; }

    /// <summary>The fleets that documents say they are of.</summary>
    public List<Placed<string>> Fleets { get; } = [];

    public List<ServiceDraft> Services { get; } = [];

    public List<DependencyDraft> Dependencies { get; } = [];

    public List<PolicyDraft> Policies { get; } = [];

    public List<RecipeDraft> Recipes { get; } = [];
}
