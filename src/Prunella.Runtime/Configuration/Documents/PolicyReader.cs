using Prunella.Kernel.Policies;

using static Prunella.Runtime.Configuration.Documents.Bounds;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Reads a Policy document: for whom, what is acceptable, what may be done, within which bounds, in
/// which mode.
/// </summary>
internal static class PolicyReader
{
    private static readonly GuardrailRules Default = new(340, 500, 0, 2 * Minute, new ActionBudget(6, Hour), Second);

    public static PolicyDraft Read(string name, string owner, string runbook, Fields spec)
    {
        var select = spec.Map("select");
        if (select is null) spec.Missing("select");
        var service = new Placed<string>(select?.RequiredText("service") ?? "", select?.At("service") ?? spec.Place);
        select?.Done();
        var objective = spec.Map("objective");
        var remedies = spec.Texts("remedies");
        if (remedies.Count == 0) spec.Missing("remedies");
        var draft = new PolicyDraft(
            name, service, objective is null ? null : ObjectiveReader.Read(objective), remedies, Guardrails(spec.Map("guardrails")),
            spec.Word("mode", Mode.Observe), owner, runbook, spec.Place);
        spec.Done();
        return draft;
    }

    private static GuardrailRules Guardrails(Fields? g)
    {
        if (g is null) return Default;
        var (share, count) = MinHealthy(g);
        var rules = new GuardrailRules(
            g.Share("blastRadius", Default.BlastRadiusPerMille), share, count,
            g.Duration("cooldown", Default.CooldownNanos, 0, Day),
            g.Map("budget") is { } budget ? FleetReader.Budget(budget, Default.Budget) : Default.Budget,
            g.Duration("holdDown", Default.HoldDownNanos, 0, Hour))
        {
            Approval = ApprovalReader.Read(g),
            FreezeWindows = FreezeWindowReader.Read(g),
        };
        g.Done();
        return rules;
    }

    private static (int Share, int Count) MinHealthy(Fields g)
    {
        if (!g.Has("minHealthy")) return (500, 0);
        var text = g.Text("minHealthy", "");
        if (Quantities.Share(text) is { } share and <= 1000) return (share, 0);
        if (Quantities.Count(text) is { } count and <= 100_000) return (0, (int)count);
        g.Wrong("minHealthy", text, "is neither a share nor a count", "0% to 100%, or a whole number");
        return (500, 0);
    }
}
