using Prunella.Kernel.Policies;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents.Declared;

/// <summary>The keys of a Policy document.</summary>
internal static class PolicyFields
{
    public static readonly GuardrailRules Default = new(340, 500, 0, 2 * Minute, new ActionBudget(6, Hour), Second);

    public static readonly TextField Service = new("service", "One service.");
    public static readonly TextsField Services = new("services", "Several services.", "services");
    public static readonly PairsField Labels = new("labels", "Services whose document has all of these labels in its `metadata`.");

    public static readonly TextsField Instances = new(
        "instances", "Only these. The remedies act on instances then, and an objective has `scope: instance`; likewise for zones and regions.",
        "`SERVICE/INSTANCE`");

    public static readonly TextsField Zones = new("zones", "Only instances in one of these.", "zones");
    public static readonly TextsField Regions = new("regions", "Only instances in one of these.", "regions");

    public static readonly TextsField Dependencies = new(
        "dependencies", "Only these routes; the policy is their callees'. The remedies act on routes then.", "`CALLER>CALLEE`");

    public static readonly MapField Select = new(
        "select",
        "For whom: whatever fits all the keys that stand here. An empty selector is an error, never \"all\"; one that matches nothing is a warning, and the policy is left out.",
        new Shape("Policy.select", Service, Services, Labels, Instances, Zones, Regions, Dependencies))
    { Required = true };

    public static readonly DurationField GoalWithin = new(
        "within", "From the beginning of the trouble; a person is told when the incident is still open then and nobody has been told.",
        Second, 7 * Day)
    { Required = true };

    public static readonly ShareField GoalRecovers = new(
        "recovers", "Least share of the excess that a remedy must take away to count as help.")
    { DefaultText = "what each recipe expects" };

    public static readonly MapField Goal = new(
        "goal", "By when and how far to have recovered.", new Shape("Policy.goal", GoalWithin, GoalRecovers))
    { DefaultText = "none" };

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

    public static readonly CountField Quorum = new("quorum", "How many must approve.", 1, 10)
    { DefaultText = "1, on a protected service never fewer than 2" };

    public static readonly DurationField ApprovalWithin = new("within", "How long a proposal waits.", Minute, Day)
    { DefaultText = "15m" };

    public static readonly MapField Approval = new(
        "approval", "Of what [waits for a person](../concepts/approvals.md).",
        new Shape("Policy.guardrails.approval", Quorum, ApprovalWithin))
    { DefaultText = "each its own" };

    public static readonly MapsField FreezeWindows = FreezeWindowFields.At(
        "Policy.guardrails", "As the fleet's, for the services of this policy.");

    public static readonly MapField Guardrails = new(
        "guardrails", "Its bounds.",
        new Shape("Policy.guardrails", BlastRadius, MinHealthy, Cooldown, BudgetMap, HoldDown, Approval, FreezeWindows))
    { DefaultText = "each its own" };

    public static readonly WordField<Mode> Mode = new(
        "mode", "Decide only, tell a person, ask a person, do it. `act` is refused together with an irreversible recipe.");

    public static readonly Shape Shape = new("Policy", Select, Objective, Goal, Remedies, Guardrails, Mode);
}
