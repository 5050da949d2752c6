using System.Globalization;
using System.Text;

using Prunella.Contracts;
using Prunella.Kernel.Effects;
using Prunella.Kernel.Inputs;
using Prunella.Kernel.Policies;
using Prunella.Kernel.Recipes;
using Prunella.Kernel.State;

namespace Prunella.Kernel.Tests.Transcripts;

/// <summary>Runs a scenario: header, then timed inputs; wake-ups that the kernel asked for come by themselves.</summary>
internal sealed class Scenario
{
    private const long Start = 1_790_000_000_000_000_000;
    private readonly StringBuilder _out = new();
    private readonly ScenarioFleet _fleet = new();
    private readonly SortedDictionary<string, long> _wakes = new(StringComparer.Ordinal);
    private readonly List<RemediationOrder> _orders = [];
    private readonly List<string> _reverts = [];
    private readonly SortedSet<string> _outByReflex = new(StringComparer.Ordinal);
    private KernelState _state = KernelState.Empty;
    private bool _started;
    private int _epoch;

    /// <summary>Every reason code that the run has shown.</summary>
    public SortedSet<string> Codes { get; } = new(StringComparer.Ordinal);

    /// <summary>The scenario again with its golden lines made anew.</summary>
    public static string Run(string text, SortedSet<string> codes)
    {
        var scenario = new Scenario();
        foreach (var line in text.Split('\n').Where(l => !l.StartsWith("  ", StringComparison.Ordinal))) scenario.Take(line);
        codes.UnionWith(scenario.Codes);
        return scenario._out.ToString().TrimEnd('\n') + "\n";
    }

    private void Take(string line)
    {
        if (line.Length == 0 || line[0] == '#' || _fleet.Take(line))
        {
            _out.Append(line).Append('\n');
            return;
        }
        if (!_started) Begin();
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Start + Time(words[0]);
        Wake(at);
        _out.Append(line).Append('\n');
        // With the process its timers are gone; what is to be woken for is asked for again by the next one.
        if (words[1] is "dies" or "restart") _wakes.Clear();
        if (words[1] is not ("wait" or "dies")) Decide(at, Actor(words), Input(words[1..], at));
    }

    private void Begin()
    {
        _started = true;
        Decide(Start, Inputs.Actor.System("loop"), new LoopStarted("3f9a01c2", ++_epoch));
        Decide(Start, Inputs.Actor.System("loop"), new PolicySetOffered(new string('a', 64), _fleet.Set));
    }

    /// <summary>Fires what is due, in order of time and then of key; each at its own time.</summary>
    private void Wake(long until)
    {
        for (var fired = 0; fired < 500 && _wakes.Count > 0; fired++)
        {
            var (key, at) = _wakes.OrderBy(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).First();
            if (at > until) return;
            _wakes.Remove(key);
            Decide(at, Inputs.Actor.System("timer"), new WokeUp(key), quiet: true);
        }
    }

    private void Decide(long at, Actor actor, KernelInput input, bool quiet = false)
    {
        var before = _out.Length;
        if (quiet) _out.Append(CultureInfo.InvariantCulture, $"  ({Clock(at)} woke up)\n");
        var decision = Kernel.Decide(_state, new Stamped(at, actor, input));
        var said = _out.Length;
        foreach (var e in decision.Events)
        {
            if (Lines.Of(e) is { } text) _out.Append("  ").Append(text).Append('\n');
            foreach (var reason in Lines.ReasonsOf(e)) Codes.Add(reason.Code);
        }
        _state = decision.Next!;
        foreach (var effect in decision.Effects) Take(effect);
        foreach (var reason in decision.Reasons)
        {
            Codes.Add(reason.Code);
            if (decision.Events.Count == 0 && !quiet) _out.Append("  because ").Append(reason).Append('\n');
        }
        if (quiet && _out.Length == said) _out.Length = before;
    }

    private void Take(KernelEffect effect)
    {
        switch (effect)
        {
            case SendOrder send: _orders.Add(send.Order); break;
            case RevertOrder revert: _reverts.Add(revert.RevertId); break;
            case WakeAt wake: _wakes[wake.Key] = wake.At; break;
        }
        if (Lines.Of(effect) is { } text) _out.Append("  ").Append(text).Append('\n');
    }

    /// <summary>Who says it: <c>by=bob</c>, <c>agent=ci</c>, or alice.</summary>
    private static Actor Actor(string[] words)
    {
        if (words[1] == "policies" && Option(words, "by") is { } person) return new Actor(ActorKind.Person, person);
        if (words[1] is not ("freeze" or "unfreeze" or "revert" or "approve" or "deny" or "request" or "rollback" or "silence" or "unsilence" or "mark" or "unmark")) return Inputs.Actor.System("test");
        return Option(words, "agent") is { } agent ? new Actor(ActorKind.Agent, agent) : new Actor(ActorKind.Person, Option(words, "by") ?? "alice");
    }

    /// <summary><c>policies LETTER [stage=shadow] [stage=share share=250] [by=NAME]</c>: the set that is declared under
    /// that letter, or the header's.</summary>
    private PolicySetOffered Offered(string[] w)
    {
        var letter = w.Length > 1 ? w[1][0] : 'a';
        var stage = Option(w, "stage") is { } named ? Enum.Parse<PolicyStage>(named, ignoreCase: true) : PolicyStage.All;
        var share = int.Parse(Option(w, "share") ?? "1000", CultureInfo.InvariantCulture);
        return new PolicySetOffered(new string(letter, 64), _fleet.SetOf(letter), stage, share);
    }

    private static string? Option(string[] words, string name) =>
        words.FirstOrDefault(w => w.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private string PlanOf(string id) => _state.Remediations.TryGetValue(id, out var r) && r.Approval is { } approval ? approval.Plan : "none";

    private KernelInput Input(string[] w, long at) => w[0] switch
    {
        "verdict" => new VerdictsReported([ScenarioInputs.Verdict(w, at)], []),
        "ranking" => new RankingsReported(ScenarioInputs.Rankings(w)),
        "reflex" => new GatewayReported(ScenarioInputs.Report(w, at, _outByReflex)),
        "answer" => new OrderAnswered(new OrderOutcome(Id(w[1]), Enum.Parse<OutcomeKind>(w[2], ignoreCase: true), "")),
        "observed" => new TargetObserved(Id(w[1]), w[2] switch { "yes" => true, "no" => false, _ => null }, ""),
        "verified" => new VerificationReported(ScenarioInputs.Result(w, t => Start + Time(t))),
        "freeze" => new FreezeCommanded(w[1], "deploy"),
        "unfreeze" => new UnfreezeCommanded(w[1]),
        "revert" => new RevertCommanded(w[1]),
        "drill" => new DrillReported(w[1], w[2], new ServiceId("checkout"), w[3], Enum.Parse<FaultKind>(w[4], ignoreCase: true), w[5] == "passed", w[6] == "control-passed"),
        "mark" => ScenarioInputs.Mark(w),
        "rehearsed" => new RehearsalReported(Enum.Parse<RehearsalKind>(w[1], ignoreCase: true), Subject.Parse(w[2]), w[3] == "passed", Option(w, "detail") ?? ""),
        "unmark" => new MarkWithdrawalCommanded(w[1]),
        "approve" => new ApproveCommanded(w[1], Option(w, "plan") ?? PlanOf(w[1])),
        "deny" => new DenyCommanded(w[1], Option(w, "because") ?? "not-now"),
        "request" => new RemediationRequested(w[1], w[2], Option(w, "target") ?? ""),
        "restart" => new LoopStarted("3f9a01c2", ++_epoch),
        "policies" => Offered(w),
        "silence" => new SilenceCommanded(Subject.Parse(w[1]), ScenarioFleet.Nanos(Option(w, "for") ?? "10m"), Option(w, "because") ?? "", w.Contains("debug")),
        "unsilence" => new UnsilenceCommanded(Subject.Parse(w[1])),
        "other" => new TargetChanged(Id(w[1]), string.Join(' ', w[2..])),
        "rollback" => new PolicyRollbackCommanded(),
        _ => throw new FormatException($"'{w[0]}' is no input."),
    };

    private string Id(string which) => which switch
    {
        "last" => _orders[^1].Id,
        "reverts" => _reverts[^1],
        "reverts-1" => _reverts[^2],
        _ => which,
    };

    private static long Time(string text)
    {
        var parts = text.Split(':');
        return (long)((decimal.Parse(parts[0], CultureInfo.InvariantCulture) * 60 + decimal.Parse(parts[1], CultureInfo.InvariantCulture)) * 1_000_000_000);
    }

    private static string Clock(long at)
    {
        var millis = (at - Start) / 1_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{millis / 60000:00}:{millis % 60000 / 1000m:00.0##}");
    }
}
