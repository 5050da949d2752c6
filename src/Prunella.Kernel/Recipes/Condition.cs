namespace Prunella.Kernel.Recipes;

/// <summary>What a recipe may ask to be so before it is used: a closed list.</summary>
public enum ConditionKind
{
    /// <summary>The process supervisor can start and stop what it acts on.</summary>
    Supervised,

    /// <summary>A gateway carries the traffic of what it acts on.</summary>
    GatewayInFront,

    /// <summary>The route declares a reply that may stand in.</summary>
    FallbackDeclared,

    /// <summary>The caller works without the callee, by its Dependency.</summary>
    RouteOptional,

    /// <summary>At least so many other instances of the service stand; amount: how many.</summary>
    HealthyPeers,

    /// <summary>At least such a share of the other instances stands; amount: per mille, rounded up, never
    /// none.</summary>
    HealthyPeersShare,

    /// <summary>Everything that the service calls, by its Dependencies, is seen to be well.</summary>
    CalleesHealthy,

    /// <summary>The service has another zone in which most of its instances stand.</summary>
    ZoneHealthyElsewhere,

    /// <summary>The same of regions.</summary>
    RegionHealthyElsewhere,

    /// <summary>What is to carry more has so much room left; amount: per mille. Not known yet.</summary>
    Headroom,

    /// <summary>The version that ran before is known. Not known yet.</summary>
    PreviousVersionKnown,

    /// <summary>All instances of the service run one version. Not known yet.</summary>
    VersionUniform,

    /// <summary>A last good reply is kept. Not known yet.</summary>
    StaleReplyKept,
}

/// <summary>One thing that must be so before a recipe may be used.</summary>
/// <param name="Kind">What.</param>
/// <param name="Amount">How much of it, where the kind has an amount; else 0.</param>
public sealed record Condition(ConditionKind Kind, long Amount);
