using System.Text.Json;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>A kernel's life under arbitrary inputs: what it was told, what it decided, what it sent.</summary>
internal sealed class Life
{
    public const long Second = 1_000_000_000;
    public static readonly PolicySet Policies = MakePolicies();
    private readonly List<WakeAt> _wakes = [];
    private readonly Queue<KernelEffect> _outbox = new();
    private long _at = 1_790_000_000 * Second;
    private int _epoch;

    public KernelState State { get; private set; } = KernelState.Empty;

    public List<Stamped> Inputs { get; } = [];

    public List<KernelEvent> Events { get; } = [];

    public List<RemediationOrder> Sent { get; } = [];

    public List<string> Reverts { get; } = [];

    public List<(KernelState Before, Stamped Input, Decision Decision)> Decisions { get; } = [];

    public Life()
    {
        Tell(new LoopStarted("3f9a01c2", ++_epoch));
        Tell(new PolicySetOffered("h", Policies));
    }

    /// <summary>One step drawn from two numbers.</summary>
    public void Step(int kind, int which)
    {
        _at += which % 7 * Second / 3;
        Wake();
        switch (kind % 12)
        {
            case 0 or 1 or 2: Tell(new VerdictsReported([Verdict(which)], [])); break;
            case 3: Tell(new RankingsReported(Rankings(which))); break;
            case 4 or 5: if (Sent.Count > 0) Tell(new OrderAnswered(new OrderOutcome(Sent[^(1 + which % Math.Min(3, Sent.Count))].Id, (OutcomeKind)(which % 3), ""))); break;
            case 6: if (Reverts.Count > 0) Tell(new OrderAnswered(new OrderOutcome(Reverts[^(1 + which % Math.Min(3, Reverts.Count))], (OutcomeKind)(which % 3), ""))); break;
            case 7: Tell(new VerificationReported(new VerificationResult(AnyRemediation(which), (VerificationVerdict)(which % 4), which % 50, 100, which % 30, 100, 0, 0, 0, which % 2 == 0))); break;
            case 8: Tell(Observation(which)); break;
            case 9: Tell(which % 2 == 0 ? new FreezeCommanded("api", "") : new UnfreezeCommanded("api")); break;
            case 10: Tell(which % 5 == 0 ? new LoopStarted("3f9a01c2", ++_epoch) : new RevertCommanded(AnyRemediation(which))); break;
            default: Tell(new GatewayReported(new GatewayReport("edge", _at, [new DestinationState(Instance(which), 0, 0, which % 2 == 0, false, _at)]))); break;
        }
    }

    /// <summary>The faults stop: everything is well, brakes are off, and every target answers what it is asked.</summary>
    public void Recover(int seconds)
    {
        _outbox.Clear();
        Tell(new UnfreezeCommanded("api"));
        Tell(new RankingsReported([]));
        Tell(new GatewayReported(new GatewayReport("edge", _at, [])));
        Tell(new VerdictsReported([.. State.Verdicts.Values.SelectMany(on => on.Values).Select(Well), .. Instances().Select(ProbedWell)], []));
        for (var s = 0; s < seconds; s++)
        {
            _at += Second;
            Wake();
            while (_outbox.TryDequeue(out var effect)) Answer(effect);
        }
    }

    private void Answer(KernelEffect effect)
    {
        if (effect is SendOrder send) Tell(new OrderAnswered(new OrderOutcome(send.Order.Id, OutcomeKind.Succeeded, "")));
        if (effect is RevertOrder revert) Tell(new OrderAnswered(new OrderOutcome(revert.RevertId, OutcomeKind.Succeeded, "")));
        if (effect is ObserveTarget observe) Tell(new TargetObserved(observe.Order.Id, false, ""));
    }

    private Verdict Well(Verdict verdict) => verdict with { Health = Health.Healthy, Positive = false, SinceUnixNanos = _at };

    private Verdict ProbedWell(InstanceId instance) => new(
        Subject.Of(instance), SignalKind.Errors, "probe", "", Health.Healthy, 900, Direction.None, _at, FaultKind.Unknown, Witness.Probe, false,
        new Evidence(1, 0, 1, 0, 0, 0));

    private static IEnumerable<InstanceId> Instances() => Policies.Services.SelectMany(s => s.Instances).Select(i => i.Id);

    public static string Canonical(object value) => JsonSerializer.Serialize(value is KernelState state ? state with { Policies = PolicyIndex.Empty } : value, value.GetType(), AsText.Options);

    private void Tell(KernelInput body)
    {
        var input = new Stamped(_at, Actor.System("test"), body);
        var before = State;
        var decision = Kernel.Decide(State, input);
        Inputs.Add(input);
        Decisions.Add((before, input, decision));
        foreach (var e in decision.Events)
        {
            Events.Add(e);
            State = Kernel.Evolve(State, e, _ => Policies);
        }
        foreach (var effect in decision.Effects)
        {
            _outbox.Enqueue(effect);
            if (effect is SendOrder send) Sent.Add(send.Order);
            if (effect is RevertOrder revert) Reverts.Add(revert.RevertId);
            if (effect is WakeAt wake)
            {
                _wakes.RemoveAll(w => w.Key == wake.Key);
                _wakes.Add(wake);
            }
        }
    }

    private void Wake()
    {
        for (var fired = 0; fired < 200 && _wakes.Where(w => w.At <= _at).MinBy(w => (w.At, w.Key)) is { } due; fired++)
        {
            _wakes.Remove(due);
            Tell(new WokeUp(due.Key));
            Assert.True(fired < 199, $"The wake-up {due.Key} asks for itself again and again.");
        }
    }

    private Verdict Verdict(int which)
    {
        var subject = which % 5 == 0 ? Subject.Of(new ServiceId(which % 2 == 0 ? "checkout" : "payments")) : Subject.Of(Instance(which));
        FaultKind[] faults = [FaultKind.Slow, FaultKind.Errors, FaultKind.Crash, FaultKind.Hang];
        var fault = faults[which / 3 % 4];
        return new Verdict(
            subject, fault == FaultKind.Slow ? SignalKind.Latency : SignalKind.Errors, which % 3 == 0 ? "probe" : "error-peers", "", (Health)(which / 2 % 3),
            900, Direction.Up, _at - which % 4 * Second, fault, which % 4 == 0 ? Witness.Telemetry : Witness.Probe, fault == FaultKind.Crash, new Evidence(1, 0, 1, 0, 0, 0));
    }

    private static SuspectRanking[] Rankings(int which)
    {
        if (which % 7 == 0) return [];
        FaultKind[] faults = [FaultKind.Slow, FaultKind.Errors, FaultKind.Crash, FaultKind.Hang];
        var subject = which % 4 == 0 ? Subject.Of(new ServiceId("payments")) : Subject.Of(Instance(which));
        ServiceId[] around = [.. new[] { subject.Service, new ServiceId("checkout") }.Distinct().Order()];
        return [new SuspectRanking([new Suspect(subject, faults[which / 3 % 4], 400 + which % 500, "")], [], which % 11 == 0, around)];
    }

    private KernelInput Observation(int which) => Sent.Count == 0
        ? new WokeUp("nothing")
        : new TargetObserved(which % 6 == 0 ? "foreign" : Sent[^(1 + which % Math.Min(4, Sent.Count))].Id, (which % 3) switch { 0 => true, 1 => false, _ => null }, "");

    private string AnyRemediation(int which) => State.Remediations.Count == 0 ? "i9.r9" : State.Remediations.Keys.ElementAt(which % State.Remediations.Count);

    private static InstanceId Instance(int which) => Policies.Services.SelectMany(s => s.Instances).ElementAt(which % 6).Id;

    private static PolicySet MakePolicies()
    {
        static ServiceRules Service(string name, int count) => new(
            new ServiceId(name), StateKind.None, false, "edge",
            [.. Enumerable.Range(1, count).Select(i => new InstanceRules(new InstanceId(new ServiceId(name), $"i-{i}"), Place.Unknown, true))]);
        static Recipe Recipe(string name, RecipeTarget target, Disruption disruption, FaultKind[] faults, params Verb[] verbs) => new(
            name, faults, 400, target, [.. verbs.Select(v => new RecipeStep(v, 0))], 500, 20 * Second, Second,
            verbs.Any(Remediations.Remediation.IsTemporary) ? 30 * Second : 0, 300 * Second, OnHealerLoss.Lapse, disruption);
        static Policy Policy(string service, params string[] remedies) => new(
            service, new ServiceId(service), null, remedies, new GuardrailRules(340, 500, 0, Second, new ActionBudget(5, 3600 * Second), Second / 2), Mode.Act, "", "");
        return new PolicySet(
            new FleetRules(FleetId.Default, 2, new ActionBudget(8, 3600 * Second), ["edge"]),
            [Service("checkout", 4), Service("payments", 2)],
            [new DependencyRules(DependencyId.Parse("checkout>payments"), "edge", true, true, 0)],
            [Policy("checkout", "eject", "replace", "restart"), Policy("payments", "break", "eject", "restart")],
            [
                Recipe("eject", RecipeTarget.Instance, Disruption.Low, [FaultKind.Slow, FaultKind.Errors], Verb.Eject),
                Recipe("replace", RecipeTarget.Instance, Disruption.Medium, [FaultKind.Hang], Verb.Eject, Verb.Restart),
                Recipe("restart", RecipeTarget.Instance, Disruption.Medium, [FaultKind.Crash], Verb.Restart),
                Recipe("break", RecipeTarget.Route, Disruption.Low, [FaultKind.Slow, FaultKind.Errors, FaultKind.Hang], Verb.ServeFallback, Verb.OpenBreaker),
            ]);
    }
}
