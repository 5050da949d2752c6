using System.Globalization;

using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;

namespace Prunella.Kernel.Tests.Transcripts;

/// <summary>Builds a policy set from a scenario's header lines.</summary>
internal sealed class ScenarioFleet
{
    private readonly List<ServiceRules> _services = [];
    private readonly List<DependencyRules> _dependencies = [];
    private readonly List<Policy> _policies = [];
    private readonly List<Recipe> _recipes = [];
    private FleetRules _fleet = FleetRules.Default with { Gateways = ["edge"] };

    public PolicySet Set => new(_fleet, _services, _dependencies, [.. _policies.OrderBy(p => p.Name, StringComparer.Ordinal)], _recipes);

    /// <summary>The set in which a line such as <c>set b policy NAME ...</c> or <c>set b recipe NAME ...</c> has replaced
    /// what has that name.</summary>
    public PolicySet SetOf(char letter) => _others.TryGetValue(letter, out var other)
        ? Set with
        {
            Policies = [.. Set.Policies.Where(p => !other._policies.Exists(o => o.Name == p.Name)).Concat(other._policies).OrderBy(p => p.Name, StringComparer.Ordinal)],
            Recipes = [.. Set.Recipes.Where(r => !other._recipes.Exists(o => o.Name == r.Name)).Concat(other._recipes)],
        }
        : Set;

    private readonly SortedDictionary<char, ScenarioFleet> _others = [];

    /// <summary>Takes a line; false when it is no header line.</summary>
    public bool Take(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] == "set")
        {
            if (!_others.TryGetValue(words[1][0], out var other)) _others[words[1][0]] = other = new ScenarioFleet();
            return other.Take(string.Join(' ', words.Skip(2)));
        }
        if (words[0] is not ("fleet" or "service" or "dependency" or "recipe" or "policy")) return false;
        var options = words.Skip(2).Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w.Length > 1 ? w[1] : "true");
        switch (words[0])
        {
            case "fleet": _fleet = _fleet with { MaxConcurrent = int.Parse(words[1].Split('=')[1], CultureInfo.InvariantCulture), Budget = Budget(options.GetValueOrDefault("budget", "20/h")), Trust = options.TryGetValue("trust", out var rule) ? Enum.Parse<TrustRule>(rule, ignoreCase: true) : null }; return true;
            case "service": _services.Add(Service(words[1], options)); return true;
            case "dependency": _dependencies.Add(new DependencyRules(DependencyId.Parse(words[1]), options.GetValueOrDefault("gateway", ""), options.ContainsKey("fallback"), options.ContainsKey("optional"), 0)); return true;
            case "recipe": _recipes.Add(Recipe(words[1], options)); return true;
            default: _policies.Add(Policy(words[1], options)); return true;
        }
    }

    public static long Nanos(string text) =>
        text.EndsWith("ms", StringComparison.Ordinal) ? long.Parse(text[..^2], CultureInfo.InvariantCulture) * 1_000_000
        : text.EndsWith('h') ? long.Parse(text[..^1], CultureInfo.InvariantCulture) * 3_600_000_000_000
        : text.EndsWith('m') ? long.Parse(text[..^1], CultureInfo.InvariantCulture) * 60_000_000_000
        : long.Parse(text[..^1], CultureInfo.InvariantCulture) * 1_000_000_000;

    private static ServiceRules Service(string name, Dictionary<string, string> o)
    {
        var service = new ServiceId(name);
        // places=z1,z1,r2:z3: a zone for each instance, with its region where it is not the local one.
        var places = o.TryGetValue("places", out var named) ? named.Split(',') : null;
        var instances = o["instances"].Split(',').Select((i, n) => new InstanceRules(
            new InstanceId(service, i), places is null ? new Place(n % 2 == 0 || !o.ContainsKey("two-regions") ? "local" : "abroad", n % 2 == 0 ? "z1" : "z2", "") : At(places[n]), o.ContainsKey("supervised")));
        return new ServiceRules(
            service, Enum.Parse<StateKind>(o.GetValueOrDefault("state", "none"), ignoreCase: true), o.ContainsKey("protected"),
            o.GetValueOrDefault("gateway", ""), [.. instances])
        {
            Criticality = o.TryGetValue("criticality", out var much) ? Enum.Parse<Criticality>(much, ignoreCase: true) : null,
        };
    }

    private static Place At(string place) => place.Split(':') is [var region, var zone]
        ? new Place(region, zone, "") : new Place("local", place, "");

    /// <summary><c>shift:10%x2-100%</c> is a shift that begins with 10 % and doubles up to all; other steps are their verb.</summary>
    private static RecipeStep Step(string text)
    {
        var words = text.Split(':', 'x', '-');
        if (words is not [var verb, var start, var grow, var most]) return new RecipeStep(Enum.Parse<Verb>(text, ignoreCase: true), 0);
        int[] parts = [.. new[] { start, most }.Select(p => int.Parse(p.TrimEnd('%'), CultureInfo.InvariantCulture) * 10)];
        return new RecipeStep(Enum.Parse<Verb>(verb, ignoreCase: true), parts[0])
        {
            Dose = new Dose(parts[0], int.Parse(grow, CultureInfo.InvariantCulture) * 1000, parts[1], 5_000_000_000),
        };
    }

    private static Recipe Recipe(string name, Dictionary<string, string> o)
    {
        var steps = o["steps"].Split(',').Select(Step).ToArray();
        return new Recipe(
            name, [.. o["for"].Split(',').Select(f => Enum.Parse<FaultKind>(f.Replace("-", "", StringComparison.Ordinal), ignoreCase: true))],
            int.Parse(o.GetValueOrDefault("confidence", "500"), CultureInfo.InvariantCulture),
            Enum.Parse<RecipeTarget>(o.GetValueOrDefault("target", "instance"), ignoreCase: true), steps, 500,
            Nanos(o.GetValueOrDefault("within", "20s")), Nanos(o.GetValueOrDefault("settle", "1s")),
            o.TryGetValue("lease", out var lease) ? Nanos(lease) : 0, Nanos(o.GetValueOrDefault("max-hold", "30m")), OnHealerLoss.Lapse,
            Enum.Parse<Disruption>(o.GetValueOrDefault("disruption", "low"), ignoreCase: true))
        {
            Mode = o.TryGetValue("mode", out var mode) ? Enum.Parse<Mode>(mode, ignoreCase: true) : null,
            Modes = o.TryGetValue("modes", out var modes) ? [.. modes.Split(',').Select(m => new ClassMode(m.Split(':')[0], Enum.Parse<Mode>(m.Split(':')[1], ignoreCase: true)))] : null,
            Preconditions = o.TryGetValue("needs", out var needs) ? [.. needs.Split(',').Select(Condition)] : null,
            RecoversAtMostPerMille = o.TryGetValue("at-most", out var most) ? int.Parse(most.TrimEnd('%'), CultureInfo.InvariantCulture) * 10 : null,
            Signals = o.TryGetValue("signals", out var signals) ? [.. signals.Split(',').Select(s => Enum.Parse<SignalKind>(s, ignoreCase: true))] : null,
            Rehearsal = o.TryGetValue("rehearse", out var rehearse) ? new Rehearsal(Enum.Parse<RehearsalKind>(rehearse, ignoreCase: true), Nanos("1m"), Nanos("3m"), 3) : null,
            Rollback = o.TryGetValue("rollback", out var back) ? Enum.Parse<Rollback>(back, ignoreCase: true) : null,
            EfficacyPerMille = o.TryGetValue("efficacy", out var believed) ? int.Parse(believed.TrimEnd('%'), CultureInfo.InvariantCulture) * 10 : null,
        };
    }

    /// <summary><c>healthypeers:2</c>, <c>gatewayinfront</c>: a kind, with its amount where it has one.</summary>
    private static Condition Condition(string text)
    {
        var parts = text.Split(':');
        return new Condition(Enum.Parse<ConditionKind>(parts[0], ignoreCase: true), parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
    }

    private static Policy Policy(string name, Dictionary<string, string> o)
    {
        var floor = o.GetValueOrDefault("min-healthy", "50%");
        var share = floor.EndsWith('%') ? int.Parse(floor[..^1], CultureInfo.InvariantCulture) * 10 : 0;
        var count = floor.EndsWith('%') ? 0 : int.Parse(floor, CultureInfo.InvariantCulture);
        var guardrails = new GuardrailRules(
            int.Parse(o.GetValueOrDefault("cap", "34%").TrimEnd('%'), CultureInfo.InvariantCulture) * 10, share, count,
            Nanos(o.GetValueOrDefault("cooldown", "10s")), Budget(o.GetValueOrDefault("budget", "6/h")), Nanos(o.GetValueOrDefault("hold", "300ms")))
        {
            FreezeWindows = o.TryGetValue("freeze", out var window) ? [Window(window)] : null,
            Approval = o.TryGetValue("quorum", out var quorum) ? new ApprovalRules(int.Parse(quorum, CultureInfo.InvariantCulture), null) : null,
        };
        return new Policy(
            name, new ServiceId(o["service"]), null, o["remedies"].Split(','), guardrails,
            Enum.Parse<Mode>(o.GetValueOrDefault("mode", "act"), ignoreCase: true), "shop", "")
        {
            Goal = o.TryGetValue("goal", out var goal) ? new RecoveryGoal(Nanos(goal), 0) : null,
            Selection = o.TryGetValue("only", out var only)
                ? new Selection([new ServiceId(o["service"])], [.. only.Split(',').Select(i => new InstanceId(new ServiceId(o["service"]), i))])
                : null,
        };
    }

    /// <summary><c>freeze=18:00-08:00</c>, every day.</summary>
    private static FreezeWindow Window(string text)
    {
        int[] minutes = [.. text.Split('-').Select(t => int.Parse(t[..2], CultureInfo.InvariantCulture) * 60 + int.Parse(t[3..], CultureInfo.InvariantCulture))];
        return new FreezeWindow(text, null, minutes[0], minutes[1], null, null, null);
    }

    private static ActionBudget Budget(string text) => new(int.Parse(text.Split('/')[0], CultureInfo.InvariantCulture), Nanos("1" + text.Split('/')[1]));
}
