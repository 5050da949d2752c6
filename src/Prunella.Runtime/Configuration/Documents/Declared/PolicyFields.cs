using Prunella.Kernel.Policies;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a Policy document.</summary>
internal static class PolicyFields
{
    public static readonly GuardrailRules Default = new(340, 500, 0, 2 * Minute, new ActionBudget(6, Hour), Second);

    public static readonly TextField Service = new("service", "One service.") { Required = true };

    public static readonly MapField Select = new(
        "select", "For whom; an empty selector is an error, never \"all\".", new Shape("Policy.select", Service))
    { Required = true };

    public static readonly MapField Objective = new(
        "objective", "The acceptable state; without it the policy governs what detectors find by themselves.", ObjectiveFields.Shape)
    { DefaultText = "none" };

    public static readonly TextsField Remedies = new("remedies", "Smallest disruption first, each once.", "recipes") { Required = true };

    public static readonly ShareField BlastRadius = new(
        "blastRadius", "Greatest share of instances removed at once; rounds down, but to no less than one.")
    { Value = Default.BlastRadiusPerMille };

    public static readonly FormField MinHealthy = new(
        "minHealthy",
        "What must stay healthy; a share rounds up; wins over the blast radius. A count above the number of instances is an error; a floor that leaves nothing to take out is a warning.",
        "count, or share, 0% to 100%", Patterns.Share + "|[0-9]+")
    { DefaultText = "50%" };

    public static readonly DurationField Cooldown = new("cooldown", "Pause after a remediation of the same target.", 0, Day)
    { Value = Default.CooldownNanos };

    public static readonly ActionBudgetFields Budget = new("Policy.guardrails.budget", Default.Budget);

    public static readonly MapField BudgetMap = new("budget", "Remediations of this policy per time.", Budget.Shape)
    { DefaultText = "6 per 1h" };

    public static readonly DurationField HoldDown = new(
        "holdDown", "How long a symptom must persist before it is acted on.", 0, Hour)
    { Value = Default.HoldDownNanos };

    public static readonly CountField Quorum = new(
        "quorum", "How many must approve; on a protected service never fewer than 2.", 1, 10)
    { Value = 1 };

    public static readonly DurationField Within = new("within", "How long it waits.", Minute, Day) { Value = 15 * Minute };

    public static readonly MapField Approval = new(
        "approval", "Of what [waits for a person](../concepts/approvals.md).", new Shape("Policy.guardrails.approval", Quorum, Within))
    { DefaultText = "each its own" };

    public static readonly MapField Guardrails = new(
        "guardrails", "Its bounds.",
        new Shape("Policy.guardrails", BlastRadius, MinHealthy, Cooldown, BudgetMap, HoldDown, Approval))
    { DefaultText = "each its own" };

    public static readonly WordField<Mode> Mode = new(
        "mode", "Decide only, tell a person, ask a person, do it. `act` is refused together with an irreversible recipe.");

    public static readonly Shape Shape = new("Policy", Select, Objective, Remedies, Guardrails, Mode);
}
