using System.Collections.Immutable;

using Prunella.Contracts;
using Prunella.Kernel.Approvals;
using Prunella.Kernel.Incidents;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Reasons;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.Remediations;
using Prunella.Kernel.Silences;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Guardrails;

/// <summary>A proposal, a state and the guardrail that must object, with the code by which it does.</summary>
internal readonly record struct Canary(string Guardrail, string Code, Proposal Proposal, KernelState State);

/// <summary>One canary for each guardrail: the first declared instance, taken away whole, and the one thing that must
/// be objected to.</summary>
internal static class CanaryList
{
    private const long Second = 1_000_000_000;

    public static ImmutableArray<Canary> For(KernelState state, InstanceId instance, long at)
    {
        var plain = Plain(instance, at);
        return
        [
            .. OfTheMoment(state, plain, at), .. OfTheProposal(state, plain), .. OfTheFleet(state, plain),
            .. OfWhatWasDone(state, plain, at),
        ];
    }

    private static IEnumerable<Canary> OfTheMoment(KernelState state, Proposal plain, long at)
    {
        var always = new FreezeWindow("canary", null, null, null, null, null, null);
        var subject = plain.Target;
        yield return new("freeze", ReasonCodes.Frozen, plain, state with { Freezes = state.Freezes.SetItem("test", new FreezeState("test", "canary", "", at)) });
        yield return new("hands-off", ReasonCodes.HandsOff, plain, state with { HandsOff = state.HandsOff.Add("*") });
        yield return new("debug", ReasonCodes.UnderDebug, plain, state with { Silences = state.Silences.SetItem(subject.Text, new Silence(subject, "canary", "", true, long.MaxValue, at)) });
        yield return new("freeze-window", ReasonCodes.FreezeWindow, plain with { Policy = plain.Policy with { Guardrails = plain.Policy.Guardrails with { FreezeWindows = [always] } } }, state);
        yield return new("storm", ReasonCodes.Storm, plain, state with { Storm = new Storm(3, 3, at, 0), Verdicts = VerdictMap.Empty });
    }

    private static IEnumerable<Canary> OfTheProposal(KernelState state, Proposal plain)
    {
        var subject = plain.Target.Text;
        yield return new("target", ReasonCodes.Undeclared, plain with { Target = default }, state);
        yield return new("denied", ReasonCodes.DeniedHere, plain with { Incident = plain.Incident with { Denied = [new Denial(plain.Recipe.Name, subject, "canary")] } }, state);
        yield return new("mode", ReasonCodes.Mode, plain with { Policy = plain.Policy with { Mode = Mode.Observe } }, state);
        yield return new("irreversible", ReasonCodes.Irreversible, plain with { Recipe = plain.Recipe with { Disruption = Disruption.Irreversible } }, state);
        yield return new("efficacy", ReasonCodes.TriedHere, plain with { Incident = plain.Incident with { Tried = [new Tried(plain.Recipe.Name, subject, false, true, "canary", plain.Suspect.Fault)] } }, state);
    }

    private static IEnumerable<Canary> OfTheFleet(KernelState state, Proposal plain)
    {
        var service = plain.Target.Service;
        var instances = Fleet.InstancesOf(state, service);
        var unseen = state with
        {
            Verdicts = VerdictMap.Empty,
            Remediations = state.Remediations.Clear(),
            ReflexEjections = state.ReflexEjections.Clear(),
        };
        yield return new("protected", ReasonCodes.Protected, plain, state with { Policies = PolicyIndex.Empty });
        yield return new("coverage", ReasonCodes.Coverage, plain, unseen);
        yield return new("min-healthy", ReasonCodes.MinHealthy, plain, unseen);
        yield return new("correlated-failure", ReasonCodes.CorrelatedFailure, plain, unseen with { Verdicts = VerdictMap.Of(instances.Select(Bad)) });
        if (instances.Length < 2) yield break;
        var others = instances.Where(i => i != plain.Target.Instance).Select(i => KeyValuePair.Create(i.ToString(), "canary"));
        yield return new("blast-radius", ReasonCodes.BlastRadius, plain with { Policy = plain.Policy with { Guardrails = plain.Policy.Guardrails with { BlastRadiusPerMille = 1 } } }, unseen with { ReflexEjections = unseen.ReflexEjections.AddRange(others) });
    }

    private static IEnumerable<Canary> OfWhatWasDone(KernelState state, Proposal plain, long at)
    {
        var busy = Enumerable.Range(1, state.Policies.Set.Fleet.MaxConcurrent).Select(n => Busy(plain, $"canary.r{n}", at));
        var full = state with
        {
            Remediations = Ordered.Map<Remediation>().AddRange(busy.Select(r => KeyValuePair.Create(r.Id, r))),
        };
        yield return new("cooldown", ReasonCodes.Cooldown, plain, state with { Targets = state.Targets.SetItem(plain.Target.Text, new TargetHistory(at, plain.Recipe.Name, 0)) });
        yield return new("budget", ReasonCodes.Budget, plain, state with { Spent = [new Spent(plain.Policy.Name, at)] });
        yield return new("concurrency", ReasonCodes.Concurrency, plain, full);
        yield return new("neighbourhood", ReasonCodes.Neighbourhood, plain, full);
    }

    private static SubjectVerdicts Bad(InstanceId instance)
    {
        var verdict = new Verdict(
            Subject.Of(instance), SignalKind.Errors, "canary", "", Health.Unhealthy, 1000, Direction.Up, 0, FaultKind.Errors,
            Witness.Probe, false, new Evidence(1, 0, 1, 0, 0, 0));
        return SubjectVerdicts.Of([verdict]);
    }

    private static Remediation Busy(Proposal plain, string id, long at) => new()
    {
        Id = id,
        Incident = plain.Incident.Id,
        Policy = plain.Policy.Name,
        Recipe = plain.Recipe,
        Target = plain.Target,
        Fault = FaultKind.Slow,
        State = RemediationState.Running,
        ProposedAt = at,
        MovedAt = at,
    };

    private static Proposal Plain(InstanceId instance, long at)
    {
        var subject = Subject.Of(instance);
        var guardrails = new GuardrailRules(1000, 1000, 0, Second, new ActionBudget(1, 3600 * Second), Second);
        var policy = new Policy("canary", instance.Service, null, ["canary"], guardrails, Mode.Act, "healer", "");
        var recipe = new Recipe("canary", [FaultKind.Slow], 1, RecipeTarget.Instance, [new RecipeStep(Verb.Restart, 0)],
            500, 0, 0, 0, 0, OnHealerLoss.Lapse, Disruption.Medium);
        var incident = new Incident
        {
            Id = "canary",
            Symptoms = Ordered.Map<Verdict>(),
            Neighbourhood = [instance.Service],
            Since = at,
            OpenedAt = at,
        };
        return new Proposal(incident, policy, recipe, subject, new Suspect(subject, FaultKind.Slow, 1000, ""), null);
    }
}
