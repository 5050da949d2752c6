using System.Text.Json;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Events;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Learning;
using Prunella.Kernel.Policies;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests;

/// <summary>A kernel's life under arbitrary inputs: what it was told, what it decided, what it sent.</summary>
internal sealed class Life
{
    public const long Second = 1_000_000_000;

    /// <summary>Kinds of step in a life under one set of policies that nobody says anything of.</summary>
    public const int Kinds = 19;

    /// <summary>All kinds of step that <see cref="Step"/> knows: with marks, other policies in stages, storms, drills,
    /// requests by hand, changes by others and blindness.</summary>
    public const int AllKinds = 28;

    public static readonly PolicySet Policies = LifePolicies.Usual;
    private static readonly FaultKind[] Faults = [FaultKind.Slow, FaultKind.Errors, FaultKind.Crash, FaultKind.Hang];
    private static readonly long[] Leaps = [10 * Second, 45 * Second, 60 * Second, 600 * Second, 3_600 * Second, 90_000 * Second];
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
        Tell(new VerdictsReported([.. Instances().Select(ProbedWell)], []));
    }

    /// <summary>One step drawn from two numbers.</summary>
    public void Step(int kind, int which)
    {
        _at += which % 7 * Second / 3;
        Wake();
        if (kind >= Kinds)
        {
            StepOfMore(kind, which);
            return;
        }
        switch (kind)
        {
            case 0 or 1: Trouble(Subject.Of(Instance(which)), which); break;
            case 2: Trouble(Subject.Of(new ServiceId("payments")), which); break;
            case 3: Tell(new VerdictsReported([Verdict(which)], [])); break;
            case 4: Tell(new RankingsReported(Rankings(which))); break;
            case 5 or 6: Obey(); break;
            case >= 7 and <= 10: Reply(kind, which); break;
            case 11: Tell(Observation(which)); break;
            case 12: Tell(which % 3 == 0 ? new FreezeCommanded("api", "") : new UnfreezeCommanded("api")); break;
            case 13: Tell(which % 5 == 0 ? new LoopStarted("3f9a01c2", ++_epoch) : new RevertCommanded(AnyRemediation(which))); break;
            case 14: Heal(which); break;
            case 16: Answer(which); break;
            case 18: Tell(which % 3 == 0 ? new UnsilenceCommanded(Subject.Of(Instance(which))) : new SilenceCommanded(Subject.Of(Instance(which)), which % 50 * Second, "", which % 2 == 0)); break;
            case 17: Trouble(Subject.Of(Instance(8 + which % 3)), which); break;
            default: Tell(new GatewayReported(new GatewayReport("edge", _at, [ByReflex(which), ByReflex(which + 1)]))); break;
        }
    }

    private void StepOfMore(int kind, int which)
    {
        var person = new Actor(ActorKind.Person, which % 2 == 0 ? "ada" : "bob");
        var incident = $"i{1 + which % Math.Max(1, State.NextIncident)}";
        switch (kind)
        {
            case 19: Tell(new MarkCommanded(incident, (MarkKind)(which % 4), null, null, AnyRemediation(which), ""), person); break;
            case 20: Tell(new MarkWithdrawalCommanded(incident), person); break;
            case 21: Tell(new PolicySetOffered(LifePolicies.Hash(which), LifePolicies.Of(LifePolicies.Hash(which)), (PolicyStage)(which / 4 % 3), 1 + which % 1000), person); break;
            case 22: Tell(new PolicyRollbackCommanded(), person); break;
            case 23: TroubleEverywhere(which); break;
            case 24: Tell(new DrillReported("d1", "checkout", new ServiceId("checkout"), which % 2 == 0 ? "eject" : "restart", which % 2 == 0 ? FaultKind.Slow : FaultKind.Crash, which % 3 > 0, which % 5 > 0)); break;
            case 25: Tell(which % 2 == 0 || Sent.Count == 0 ? new RemediationRequested(incident, which % 3 == 0 ? "restart" : "eject", "") : new TargetChanged(Sent[^1].Id, "a debugger"), person); break;
            case 26: Leap(which); break;
            default: Tell(new VerdictsReported([], [new Coverage(Subject.Of(Instance(which)), which % 3 == 0 ? Witness.Probe : Witness.None, Witness.None)])); break;
        }
    }

    /// <summary>One instance of each service.</summary>
    private void TroubleEverywhere(int which)
    {
        foreach (var i in (int[])[which % 6, 6 + which % 2, 8 + which % 3])
            Tell(new VerdictsReported([Bad(Subject.Of(Instance(i)), FaultKind.Slow)], []));
    }

    /// <summary>Nobody says anything for a while, and then somebody says something that touches nothing: at the time
    /// itself, just before or just after.</summary>
    private void Leap(int which)
    {
        _at += Leaps[which % Leaps.Length] - 1 + which / 6 % 3;
        if (which % 5 > 0) Wake();
        Tell(new VerdictsReported([], []));
    }

    /// <summary>Answers and judgements that may fit or not.</summary>
    private void Reply(int kind, int which)
    {
        switch (kind)
        {
            case 7: if (Sent.Count > 0) Tell(Answered(Sent[^(1 + which % Math.Min(3, Sent.Count))].Id, which)); break;
            case 8: if (Reverts.Count > 0) Tell(Answered(Reverts[^(1 + which % Math.Min(3, Reverts.Count))], which)); break;
            case 9: Tell(new VerificationReported(Verified(which, (VerificationVerdict)(which % 4)))); break;
            default: Tell(new VerificationReported(Verified(which, VerificationVerdict.Helped))); break;
        }
    }

    /// <summary>A person's word on what waits, or on what does not: mostly the plan as it stands.</summary>
    private void Answer(int which)
    {
        var waiting = State.Remediations.Values.FirstOrDefault(r => r.Waits());
        var plan = which % 7 == 0 ? "other" : waiting?.Approval?.Plan ?? "none";
        var body = which % 5 == 0
            ? (KernelInput)new DenyCommanded(waiting?.Id ?? "i9.r9", "no")
            : new ApproveCommanded(waiting?.Id ?? "i9.r9", plan);
        Tell(body, new Actor(which % 11 == 0 ? ActorKind.Agent : ActorKind.Person, which % 2 == 0 ? "ada" : "bob"));
    }

    /// <summary>A fault as it would be told: a verdict that has persisted, and a diagnosis that fits.</summary>
    private void Trouble(Subject subject, int which)
    {
        var fault = Faults[which / 3 % 4];
        Tell(new RankingsReported([Ranking(subject, fault, 700, which)]));
        Tell(new VerdictsReported([Bad(subject, fault)], []));
    }

    /// <summary>The last order and the last revert take effect, as they mostly do.</summary>
    private void Obey()
    {
        if (Sent.Count > 0) Tell(new OrderAnswered(new OrderOutcome(Sent[^1].Id, OutcomeKind.Succeeded, "")));
        if (Reverts.Count > 0) Tell(new OrderAnswered(new OrderOutcome(Reverts[^1], OutcomeKind.Succeeded, "")));
    }

    private DestinationState ByReflex(int which) => new(Instance(which), 0, 0, which / 11 % 3 > 0, false, _at);

    private void Heal(int which)
    {
        Verdict[] bad = [.. State.Verdicts.SelectMany(said => said).Where(v => v.Health == Health.Unhealthy)];
        if (bad.Length > 0) Tell(new VerdictsReported([Well(bad[which % bad.Length])], []));
    }

    private static OrderAnswered Answered(string id, int which) => new(new OrderOutcome(id, (OutcomeKind)(which / 3 % 3), ""));

    private VerificationResult Verified(int which, VerificationVerdict verdict) =>
        new(AnyRemediation(which), verdict, which % 50, 100, which % 30, 100, 0, 0, 0, which % 2 == 0);

    /// <summary>The faults stop: everything is well, brakes are off, and every target answers what it is asked.</summary>
    public void Recover(int seconds)
    {
        _outbox.Clear();
        Tell(new UnfreezeCommanded("api"));
        Tell(new RankingsReported([]));
        Tell(new GatewayReported(new GatewayReport("edge", _at, [])));
        Tell(new VerdictsReported([.. State.Verdicts.SelectMany(said => said).Select(Well), .. Instances().Select(ProbedWell)], []));
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

    public static string Canonical(object value) => JsonSerializer.Serialize(value is KernelState state ? state with { Policies = PolicyIndex.Empty, Active = PolicyIndex.Empty, Previous = null } : value, value.GetType(), AsText.Options);

    private void Tell(KernelInput body, Actor? actor = null)
    {
        var input = new Stamped(_at, actor ?? Actor.System("test"), body);
        var before = State;
        var decision = Kernel.Decide(State, input);
        Inputs.Add(input);
        Decisions.Add((before, input, decision));
        Events.AddRange(decision.Events);
        State = decision.Next!;
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
        return Bad(subject, Faults[which / 3 % 4]) with
        {
            Health = (Health)(which / 2 % 3),
            SinceUnixNanos = _at - which % 4 * Second,
            Witnesses = which % 4 == 0 ? Witness.Telemetry : Witness.Probe,
        };
    }

    private Verdict Bad(Subject subject, FaultKind fault) => new(
        subject, fault == FaultKind.Slow ? SignalKind.Latency : SignalKind.Errors, fault is FaultKind.Crash or FaultKind.Hang ? "probe" : "peers", "",
        Health.Unhealthy, 900, Direction.Up, _at - 2 * Second, fault, fault == FaultKind.Crash ? Witness.Probe : Witness.Gateway,
        fault == FaultKind.Crash, new Evidence(1, 0, 1, 0, 0, 0));

    private static SuspectRanking[] Rankings(int which)
    {
        if (which % 7 == 0) return [];
        var subject = which % 4 == 0 ? Subject.Of(new ServiceId("payments")) : Subject.Of(Instance(which));
        return [Ranking(subject, Faults[which / 3 % 4], 400 + which % 500, which)];
    }

    private static SuspectRanking Ranking(Subject subject, FaultKind fault, int probability, int which)
    {
        ServiceId[] around = [.. new[] { subject.Service, new ServiceId(which % 3 == 0 ? "checkout" : subject.Service.Name) }.Distinct().Order()];
        return new SuspectRanking([new Suspect(subject, fault, probability, "")], [], which % 11 == 0, around);
    }

    private KernelInput Observation(int which) => Sent.Count == 0
        ? new WokeUp("nothing")
        : new TargetObserved(which % 6 == 0 ? "foreign" : Sent[^(1 + which % Math.Min(4, Sent.Count))].Id, (which % 3) switch { 0 => true, 1 => false, _ => null }, "");

    private string AnyRemediation(int which) => State.Remediations.Count == 0 ? "i9.r9" : State.Remediations.Keys.ElementAt(which % State.Remediations.Count);

    private static InstanceId Instance(int which) => Policies.Services.SelectMany(s => s.Instances).ElementAt(which % 11).Id;
}
