using Prunella.Contracts;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Tests;

/// <summary>The documents that lives are led under, by their hashes.</summary>
internal static class LifePolicies
{
    private const long Second = Life.Second;

    public static readonly PolicySet Usual = MakePolicies();

    /// <summary>Nothing is changed on checkout in one minute of the day, which comes forty seconds after a life
    /// begins.</summary>
    private static readonly PolicySet Windowed = With("checkout", p => p with
    {
        Guardrails = p.Guardrails with { FreezeWindows = [new FreezeWindow("sale", null, 854, 855, null, null, null)] },
    });

    /// <summary>Search acts by itself, and freedom must be earned.</summary>
    private static readonly PolicySet Earning = With("search", p => p with { Remedies = ["restart", "eject"] }) with
    {
        Fleet = Usual.Fleet with { Trust = TrustRule.Earned },
    };

    /// <summary>All of checkout is for one instance.</summary>
    private static readonly PolicySet Narrow = With("checkout", p => p with
    {
        Selection = new Selection([p.Service], [Usual.Services[0].Instances[0].Id]),
    });

    /// <summary>The same policies for no instance and no route at all.</summary>
    public static readonly PolicySet Emptied = Usual with
    {
        Policies = [.. Usual.Policies.Select(p => p with { Selection = new Selection([p.Service], [], []) })],
    };

    public static string Hash(int which) => (which % 4) switch { 0 => "h", 1 => "w", 2 => "e", _ => "n" };

    public static PolicySet Of(string hash) => hash switch
    {
        "h" => Usual,
        "w" => Windowed,
        "e" => Earning,
        "n" => Narrow,
        _ => throw new InvalidOperationException($"No life is led under {hash}."),
    };

    private static PolicySet With(string policy, Func<Policy, Policy> change) => Usual with
    {
        Policies = [.. Usual.Policies.Select(p => p.Name == policy ? change(p) : p)],
    };

    private static PolicySet MakePolicies()
    {
        static ServiceRules Service(string name, int count) => new(
            new ServiceId(name), StateKind.None, false, "edge",
            [.. Enumerable.Range(1, count).Select(i => new InstanceRules(new InstanceId(new ServiceId(name), $"i-{i}"), new Place("local", $"z{i % 2}", ""), true))]);
        static Recipe Recipe(string name, RecipeTarget target, Disruption disruption, FaultKind[] faults, params Verb[] verbs) => new(
            name, faults, 400, target, [.. verbs.Select(v => new RecipeStep(v, 0))], 500, 20 * Second, Second,
            verbs.Any(v => v.Facts().IsTemporary) ? 30 * Second : 0, 300 * Second, OnHealerLoss.Lapse, disruption);
        static Recipe ByDoses(string name, RecipeTarget target, FaultKind fault) => Recipe(name, target, Disruption.None, [fault], Verb.Shift) with
        {
            Steps = [new RecipeStep(Verb.Shift, 100) { Dose = new Dose(100, 3000, 1000, 2 * Second) }],
        };
        static Policy Policy(string service, int budget, params string[] remedies) => new(
            service, new ServiceId(service), null, remedies,
            new GuardrailRules(340, 500, 0, Second, new ActionBudget(budget, 3600 * Second), Second / 2), Mode.Act, "", "");
        return new PolicySet(
            new FleetRules(FleetId.Default, 2, new ActionBudget(5, 3600 * Second), ["edge"]),
            [Service("checkout", 6), Service("payments", 2), Service("search", 3)],
            [new DependencyRules(DependencyId.Parse("checkout>payments"), "edge", true, true, 0)],
            [Policy("checkout", 3, "ease", "shift-zone", "eject", "replace", "restart"), Policy("payments", 5, "break", "eject", "restart"), Policy("search", 5, "shift-zone", "eject", "restart") with { Mode = Mode.Approve }],
            [
                Recipe("eject", RecipeTarget.Instance, Disruption.Low, [FaultKind.Slow, FaultKind.Errors], Verb.Eject),
                // What is slow is eased a little first, and a zone that is bad as a whole is left a little first.
                ByDoses("ease", RecipeTarget.Instance, FaultKind.Slow),
                ByDoses("shift-zone", RecipeTarget.Zone, FaultKind.ZoneDegraded),
                Recipe("replace", RecipeTarget.Instance, Disruption.Medium, [FaultKind.Hang], Verb.Eject, Verb.Restart),
                Recipe("restart", RecipeTarget.Instance, Disruption.Medium, [FaultKind.Crash], Verb.Restart),
                Recipe("break", RecipeTarget.Route, Disruption.Low, [FaultKind.Slow, FaultKind.Errors, FaultKind.Hang], Verb.ServeFallback, Verb.OpenBreaker),
            ]);
    }
}
