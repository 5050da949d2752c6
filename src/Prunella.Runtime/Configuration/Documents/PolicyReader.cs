using Prunella.Kernel.Policies;
using Prunella.Runtime.Configuration.Documents.Declared;

using static Prunella.Runtime.Configuration.Documents.Declared.PolicyFields;

namespace Prunella.Runtime.Configuration.Documents;

/// <summary>
/// Reads a Policy document: for whom, what is acceptable, what may be done, within which bounds, in
/// which mode.
/// </summary>
internal static class PolicyReader
{
    public static PolicyDraft Read(MetadataDraft metadata, Fields spec) => new(
        metadata, SelectorReader.Read(spec.Read(Select), spec.Place), spec.Read(PolicyFields.Objective) is { } o
            ? ObjectiveOf(o) : null,
        spec.Read(Remedies), Rules(spec.Read(Guardrails)), spec.Read(PolicyFields.Mode), spec.Place)
    {
        Goal = spec.Read(Goal) is { } goal ? new RecoveryGoal(goal.Read(GoalWithin), goal.Read(GoalRecovers)) : null,
    };

    private static ObjectiveDraft ObjectiveOf(Fields o) => CompositeReader.IsComposite(o)
        ? new ObjectiveDraft(null, CompositeReader.Read(o), o.Place)
        : new ObjectiveDraft(ObjectiveReader.Read(o), null, o.Place);

    private static GuardrailRules Rules(Fields? g)
    {
        if (g is null) return Default;
        var (share, count) = Floor(g);
        return new GuardrailRules(
            g.Read(BlastRadius), share, count, g.Read(Cooldown), Budget.Read(g.Read(BudgetMap)), g.Read(HoldDown))
        {
            Approval = ApprovalReader.Read(g),
            FreezeWindows = FreezeWindowReader.Read(g, PolicyFields.FreezeWindows),
        };
    }

    private static (int Share, int Count) Floor(Fields g)
    {
        var usual = (Default.MinHealthyPerMille, Default.MinHealthyCount);
        if (!g.Has(MinHealthy)) return usual;
        var text = g.Read(MinHealthy);
        if (Quantities.Share(text) is { } share and <= 1000) return (share, 0);
        if (Quantities.Count(text) is { } count and <= 100_000) return (0, (int)count);
        g.Wrong(MinHealthy, text, "is neither a share nor a count", "0% to 100%, or a whole number");
        return usual;
    }
}
