using Prunella.Contracts;
using Prunella.Kernel.Events;
using Prunella.Kernel.Guardrails;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>Builders: a fleet in which everything is well, from which each test takes something away.</summary>
internal static class Some
{
    public const long Second = 1_000_000_000;
    public const long Now = 1_790_000_000 * Second;

    public static readonly ServiceId Checkout = new("checkout");
    public static readonly ServiceId Payments = new("payments");

    public static InstanceId Instance(int number, ServiceId? service = null) => new(service ?? Checkout, $"i-{number}");

    public static Recipe Recipe(string name = "eject", Disruption disruption = Disruption.Low, params Verb[] verbs) => new(
        name, [FaultKind.Slow], 400, verbs.Contains(Verb.OpenBreaker) ? RecipeTarget.Route : RecipeTarget.Instance,
        [.. (verbs.Length == 0 ? [Verb.Eject] : verbs).Select(v => new RecipeStep(v, 0))],
        500, 20 * Second, Second, 30 * Second, 300 * Second, OnHealerLoss.Lapse, disruption);

    public static Policy Policy(string name = "checkout", Func<GuardrailRules, GuardrailRules>? change = null) => new(
        name, Checkout, null, ["eject"],
        (change ?? (g => g))(new GuardrailRules(340, 500, 0, 10 * Second, new ActionBudget(3, 3600 * Second), Second)),
        Mode.Act, "shop", "");

    public static PolicySet Fleet(int instances = 3, int zones = 1, params Policy[] policies) => new(
        new FleetRules(FleetId.Default, 2, new ActionBudget(5, 3600 * Second), ["edge"]),
        [
            new ServiceRules(Checkout, StateKind.None, false, "edge", [.. Enumerable.Range(1, instances).Select(i => Declared(i, Checkout, $"z{i % zones}"))]),
            new ServiceRules(Payments, StateKind.None, false, "edge", [Declared(1, Payments, "z0"), Declared(2, Payments, "z0")]),
        ],
        [new DependencyRules(new DependencyId(Checkout, Payments), "edge", true, true, 0)],
        policies.Length == 0 ? [Policy()] : policies,
        [Recipe()]);

    /// <summary>All instances are healthy by their probes.</summary>
    public static KernelState State(PolicySet? set = null)
    {
        var state = KernelState.Empty with { Policies = new PolicyIndex(set ?? Fleet()), JournalBirth = "3f9a01c2", Epoch = 1 };
        foreach (var instance in state.Policies.Set.Services.SelectMany(s => s.Instances))
            state = state.With(Verdict(Subject.Of(instance.Id), Health.Healthy, "probe", Witness.Probe));
        return state;
    }

    public static Verdict Verdict(Subject subject, Health health, string detector = "latency-peers", Witness witness = Witness.Gateway) => new(
        subject, SignalKind.Latency, detector, "", health, 900, Direction.Up, Now - 60 * Second, FaultKind.Slow, witness, false,
        new Evidence(1, 0, 1, 0, 0, 0));

    public static KernelState With(this KernelState state, params Verdict[] verdicts) =>
        verdicts.Aggregate(state, (s, v) => Kernel.Evolve(s, new VerdictNoted(v, Now), NoSets));

    public static KernelState Bad(this KernelState state, params int[] instances) =>
        state.With([.. instances.Select(i => Verdict(Subject.Of(Instance(i)), Health.Unhealthy))]);

    public static KernelState Dead(this KernelState state, int instance) =>
        state.With(Verdict(Subject.Of(Instance(instance)), Health.Unhealthy, "platform", Witness.Platform) with { Positive = true, Fault = FaultKind.Crash });

    public static KernelState Reflex(this KernelState state, params int[] instances) =>
        instances.Aggregate(state, (s, i) => Kernel.Evolve(s, new ReflexEjected(Instance(i), "edge", Now, Now), NoSets));

    /// <summary>A remediation under way on an instance of checkout (or on another target), for an incident of its own.</summary>
    public static KernelState Busy(this KernelState state, string id, Subject target, RemediationState at = RemediationState.Verifying)
    {
        var incident = id.Split('.')[0];
        var remediation = new Remediation
        {
            Id = id,
            Incident = incident,
            Policy = "checkout",
            Recipe = Recipe(),
            Target = target,
            Fault = FaultKind.Slow,
            State = at,
            ProposedAt = Now,
            MovedAt = Now,
        };
        return state with { Remediations = state.Remediations.SetItem(id, remediation) };
    }

    /// <summary>Instance 1 of checkout is slow, which was diagnosed an hour ago, and nothing has been done yet.</summary>
    public static KernelState Troubled(PolicySet? set = null, int likely = 900)
    {
        var state = State(set).Bad(1);
        var symptom = Verdict(Subject.Of(Instance(1)), Health.Unhealthy);
        var incident = Incident() with
        {
            Symptoms = Ordered.Map<Verdict>().Add(VerdictKey.Whole(symptom), symptom),
            OpenedAt = Now - 3600 * Second,
            Ranking = new SuspectRanking([new Suspect(symptom.Subject, FaultKind.Slow, likely, "")], [], false, [Checkout]),
        };
        return state with { Incidents = state.Incidents.Add("i1", incident), Transient = state.Transient.Clear(), NextIncident = 2 };
    }

    /// <summary>What a fleet's documents may say, with other policies and recipes.</summary>
    public static PolicySet FleetWith(IReadOnlyList<Policy> policies, params Recipe[] recipes) => Fleet() with { Policies = policies, Recipes = recipes };

    public static Incident Incident(params ServiceId[] around) => new()
    {
        Id = "i1",
        Symptoms = Ordered.Map<Verdict>(),
        Neighbourhood = [.. around.Length == 0 ? [Checkout] : around],
        Since = Now,
        OpenedAt = Now,
    };

    public static Proposal Proposal(int instance = 1, Recipe? recipe = null, Policy? policy = null, Incident? incident = null)
    {
        var subject = Subject.Of(Instance(instance));
        return new Proposal(
            incident ?? Incident(), policy ?? Policy(), recipe ?? Recipe(), subject, new Suspect(subject, FaultKind.Slow, 600, ""), null);
    }

    private static InstanceRules Declared(int number, ServiceId service, string zone) =>
        new(Instance(number, service), new Place("local", zone, ""), true);

    private static PolicySet NoSets(string hash) => throw new InvalidOperationException(hash);
}
