namespace Prunella.Kernel.Reasons;

/// <content>Of policy sets and of recipes: what comes before the guardrails.</content>
public static partial class ReasonCodes
{
    /// <summary>The same policy set is in force already. <c>hash</c>.</summary>
    public const string PoliciesUnchanged = "policies.unchanged";

    /// <summary>Withdrawn: a remedy of the staged policies did harm. <c>hash</c>, <c>remediation</c>.</summary>
    public const string PoliciesHarmful = "policies.harmful";

    /// <summary>Withdrawn: more remedies of the staged policies had no effect than of the active ones. <c>hash</c>,
    /// <c>have</c>, <c>before</c> (per mille).</summary>
    public const string PoliciesWithoutEffect = "policies.without_effect";

    /// <summary>Withdrawn: other policies took the place. <c>hash</c>.</summary>
    public const string PoliciesSuperseded = "policies.superseded";

    /// <summary>Withdrawn: a person wanted it so. <c>hash</c>, <c>by</c>.</summary>
    public const string PoliciesRolledBack = "policies.rolled_back";

    /// <summary>There is nothing to go back to. <c>hash</c>.</summary>
    public const string PoliciesNoneBefore = "policies.none_before";

    /// <summary>Refused: a step of a recipe that a policy uses cannot be carried out in this version. <c>policy</c>,
    /// <c>recipe</c>, <c>verb</c>, <c>actuator</c>.</summary>
    public const string PoliciesBeyondReach = "policies.beyond_reach";

    /// <summary>No recipe of the policies serves the fault. <c>fault</c>.</summary>
    public const string NoRecipe = "recipe.none_serves";

    /// <summary>Every recipe that serves was refused or has been tried. <c>count</c>.</summary>
    public const string NoneAdmitted = "recipe.none_admitted";

    /// <summary>The suspect is less likely than the recipe asks. <c>have</c>, <c>need</c> (per mille).</summary>
    public const string TooUncertain = "recipe.too_uncertain";

    /// <summary>The recipe acts on an instance and the suspect is none. <c>suspect</c>.</summary>
    public const string NoInstance = "recipe.needs_instance";

    /// <summary>The recipe acts on a zone or a region, and the trouble does not fill one. <c>suspect</c>,
    /// <c>domain</c>.</summary>
    public const string NoDomain = "recipe.needs_domain";

    /// <summary>Nothing of the service stands outside of the zone or region. <c>suspect</c>.</summary>
    public const string NowhereElse = "recipe.nowhere_else";

    /// <summary>The recipe acts on a route and none is declared that a gateway carries. <c>callee</c>.</summary>
    public const string NoRoute = "recipe.needs_route";

    /// <summary>The recipe acts on a route, and only an instance is suspected while others stand.
    /// <c>suspect</c>.</summary>
    public const string NoWholeService = "recipe.needs_service";

    /// <summary>The recipe serves a fallback and the dependency declares none. <c>dependency</c>.</summary>
    public const string NoFallback = "recipe.needs_fallback";

    /// <summary>No gateway carries the instance's traffic. <c>service</c>.</summary>
    public const string NoGateway = "recipe.needs_gateway";

    /// <summary>Nobody supervises the instance's process. <c>instance</c>.</summary>
    public const string NotSupervised = "recipe.needs_supervisor";

    /// <summary>The recipe asks for other instances that stand, and too few do. <c>have</c>, <c>need</c>.</summary>
    public const string TooFewPeers = "recipe.needs_peers";

    /// <summary>The recipe asks for a caller that works without its callee. <c>dependency</c>.</summary>
    public const string NotOptional = "recipe.needs_optional";

    /// <summary>The recipe asks that all is well that the service calls. <c>callee</c>.</summary>
    public const string CalleeNotWell = "recipe.needs_callees";

    /// <summary>The recipe asks for another zone where most instances stand. <c>zone</c> (the suspect's).</summary>
    public const string NoHealthyZone = "recipe.needs_zone";

    /// <summary>The recipe asks for another region where most instances stand. <c>region</c> (the suspect's).</summary>
    public const string NoHealthyRegion = "recipe.needs_region";

    /// <summary>The recipe asks for something that nobody can know in this version. <c>what</c>.</summary>
    public const string CannotKnow = "recipe.cannot_know";

    /// <summary>Chosen first of the admitted. <c>probability</c> (per mille), <c>disruption</c>.</summary>
    public const string Chosen = "recipe.chosen";

    /// <summary>Admitted, but another comes first. <c>after</c>.</summary>
    public const string NotFirst = "recipe.not_first";
}
