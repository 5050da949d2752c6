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

    /// <summary>Labels of its metadata, by which policies may select it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];
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
    MetadataDraft Metadata, SelectorDraft Select, ObjectiveDraft? Objective, IReadOnlyList<Placed<string>> Remedies,
    GuardrailRules Guardrails, Mode Mode, Place Place)
{
    public string Name => Metadata.Name;

    public RecoveryGoal? Goal { get; init; }

    /// <summary>Whom it selects, found when all documents are read; null for nobody.</summary>
    public Selection? Selected { get; set; }
}

/// <summary>What <c>metadata</c> says, as far as a kind keeps it.</summary>
internal sealed record MetadataDraft(string Name, string Owner, string Runbook, string? ReviewBy,
    IReadOnlyList<KeyValuePair<string, string>> Labels);

/// <summary>A policy's objective as read: a single one, or one made of several.</summary>
internal sealed record ObjectiveDraft(Objective? Single, CompositeObjective? Composite, Place Place)
{
    public IEnumerable<Objective> Singles() => Single is not null ? [Single] : Composite!.Term.Singles();
}

/// <summary>A policy's selector as read; what is empty restricts nothing.</summary>
internal sealed record SelectorDraft(
    IReadOnlyList<Placed<string>> Services, IReadOnlyList<Placed<KeyValuePair<string, string>>> Labels,
    IReadOnlyList<Placed<string>> Instances, IReadOnlyList<Placed<string>> Zones, IReadOnlyList<Placed<string>> Regions,
    IReadOnlyList<Placed<string>> Dependencies, Place Place)
{
    public bool SelectsInstances => Instances.Count + Zones.Count + Regions.Count > 0;

    /// <summary>It names or describes somebody; an empty one has been told.</summary>
    public bool SelectsAnything => SelectsInstances || Services.Count + Labels.Count + Dependencies.Count > 0;
}

/// <summary>A recipe as read.</summary>
internal sealed record RecipeDraft(Recipe Recipe, Place Place)
{
    /// <summary>It comes from the catalogue, and its place is where it is named first.</summary>
    public bool IsShipped { get; init; }
}

/// <summary>Everything that a folder's documents hold, before it is checked as a whole.</summary>
internal sealed class Drafts
{
    /// <summary>False when a part of the documents could not be read.</summary>
    public bool AreWhole { get; set; } = true;

    public FleetDraft? Fleet { get; set; }

    /// <summary>The fleets that documents say they are of.</summary>
    public List<Placed<string>> Fleets { get; } = [];

    public List<ServiceDraft> Services { get; } = [];

    public List<DependencyDraft> Dependencies { get; } = [];

    public List<PolicyDraft> Policies { get; } = [];

    public List<RecipeDraft> Recipes { get; } = [];

    public OpenSlo.SloDocuments OpenSlo { get; } = new();
}
