using Prunella.Contracts;
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
            name, service, objective is null ? null : Objective(objective), remedies, Guardrails(spec.Map("guardrails")),
            spec.Word("mode", Mode.Observe), owner, runbook, spec.Place);
        spec.Done();
        return draft;
    }

    private static Objective Objective(Fields o)
    {
        var signal = o.Word("signal", SignalKind.Latency);
        var below = Bound(o, "below", signal);
        var above = Bound(o, "above", signal);
        if (below == 0 && above == 0) o.Problems.Add(o.Place, "has no bound", "", "below, above or both");
        var read = new Objective(signal, Quantile(o), below, above, o.Duration("for", 5 * Second, 0, Day));
        o.Done();
        return read;
    }

    private static int Quantile(Fields o)
    {
        if (!o.Has("quantile")) return 990;
        var text = o.Text("quantile", "");
        if (Quantities.Number(text) is { } number and >= 0.001m and <= 0.999m && number * 1000 % 1 == 0)
            return (int)(number * 1000);
        o.Wrong("quantile", text, "is no quantile", "0.001 to 0.999, at most three digits after the point, such as 0.99");
        return 990;
    }

    /// <summary>
    /// In thousandths: a duration for latency, a share for errors and saturation, a plain number
    /// otherwise.
    /// </summary>
    private static long Bound(Fields o, string key, SignalKind signal)
    {
        if (!o.Has(key)) return 0;
        if (signal == SignalKind.Latency) return o.Duration(key, 0, Millisecond, Hour) / Millisecond;
        var text = o.Text(key, "");
        if (Quantities.Share(text) is { } share) return share;
        if (signal != SignalKind.Errors && Quantities.Number(text) is { } number) return (long)(number * 1000);
        o.Wrong(key, text, "is no bound for this signal", signal == SignalKind.Errors ? Quantities.ShareForm : "a number, or a share with %");
        return 0;
    }

    private static GuardrailRules Guardrails(Fields? g)
    {
        if (g is null) return Default;
        var (share, count) = MinHealthy(g);
        var rules = new GuardrailRules(
            g.Share("blastRadius", Default.BlastRadiusPerMille), share, count,
            g.Duration("cooldown", Default.CooldownNanos, 0, Day),
            g.Map("budget") is { } budget ? FleetReader.Budget(budget, Default.Budget) : Default.Budget,
            g.Duration("holdDown", Default.HoldDownNanos, 0, Hour));
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
